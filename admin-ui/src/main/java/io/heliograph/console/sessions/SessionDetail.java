package io.heliograph.console.sessions;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.heliograph.console.timeline.UtteranceLines;
import io.heliograph.console.words.Words;
import io.heliograph.server.control.ControlException;
import io.heliograph.server.control.ControlPlane;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import io.heliograph.server.control.SessionView;
import io.heliograph.server.control.UtteranceView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One session: all that is known of it, and the time line of its utterances. Confined to the session's lock. */
final class SessionDetail extends Div {
    private static final int LINES = 20;

    private final ControlPlane control;
    private final Operator operator;
    private final H2 title = new H2();
    private final DescriptionList facts = new DescriptionList();
    private final Map<String, DescriptionList.Description> values = new LinkedHashMap<>();
    private final UtteranceLines lines = new UtteranceLines("No utterance has ended yet.");
    private final Paragraph gone = new Paragraph("This session has ended.");
    private final Button end = new Button("End session");
    private @Nullable String hash;

    SessionDetail(ControlPlane control, Operator operator, Consumer<String> askToEnd, Runnable close) {
        this.control = control;
        this.operator = operator;
        addClassName("session-detail");
        getElement().setAttribute("role", "region");
        getElement().setAttribute("aria-label", "Session");
        Button shut = new Button(VaadinIcon.CLOSE_SMALL.create(), click -> close.run());
        shut.addThemeVariants(ButtonVariant.TERTIARY);
        shut.setAriaLabel("Close");
        Div head = new Div(title, shut);
        head.addClassName("panel-head");
        end.addThemeVariants(ButtonVariant.ERROR);
        end.setId("end-session");
        end.addClickListener(click -> {
            if (hash != null) {
                askToEnd.accept(hash);
            }
        });
        end.setVisible(operator.role().includes(Role.OPERATOR));
        facts.addClassName("facts");
        gone.addClassName("secondary");
        add(head, gone, facts, new H3("Utterances, latest first"), lines, end);
        setVisible(false);
    }

    /** Shows a session; null: the one on show has ended. */
    void show(@Nullable SessionView session) {
        if (session == null) {
            gone.setVisible(hash != null);
            end.setEnabled(false);
            return;
        }
        hash = session.hash();
        setVisible(true);
        gone.setVisible(false);
        end.setEnabled(true);
        title.removeAll();
        title.add(new Code(session.hash()));
        put("State", SessionRows.state(session) + ", " + session.service().label());
        put("Client", session.clientHash());
        put("Model", session.modelId() + ", " + session.decodeProfile());
        put("Language", SessionColumn.LANGUAGE.words(session));
        put("Age", Words.span(session.ageSeconds()));
        put("Audio", Words.span(session.audioSeconds()));
        put(
                "Results",
                session.partials() + " partials, " + session.finals() + " finals, " + session.lateFinals() + " late");
        put("Latest lag", Words.seconds(session.lagSec()));
        put("Buffer", Words.bytes(session.bufferBytes()) + ", " + session.pendingDecodes() + " decodes pending");
        put("Decode share", Words.percent(session.decodeShare(), 1) + " of its audio");
        lines.show(utterances(session.hash()));
    }

    /** Nothing is on show any more. */
    void hide() {
        hash = null;
        setVisible(false);
    }

    private List<UtteranceLines.Line> utterances(String of) {
        try {
            List<UtteranceView> all = control.streams().utterances(operator, of);
            return all.reversed().stream()
                    .limit(LINES)
                    .map(each -> new UtteranceLines.Line("No. " + each.number(), each))
                    .toList();
        } catch (ControlException e) {
            // It has not begun to stream, or ended long ago.
            return List.of();
        }
    }

    private void put(String name, String value) {
        values.computeIfAbsent(name, key -> {
                    DescriptionList.Description made = new DescriptionList.Description();
                    facts.add(new DescriptionList.Term(key), made);
                    return made;
                })
                .setText(value);
    }
}
