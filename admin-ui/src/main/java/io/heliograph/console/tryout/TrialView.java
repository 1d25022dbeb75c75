package io.heliograph.console.tryout;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.progressbar.ProgressBar;
import io.heliograph.console.timeline.UtteranceLines;
import io.heliograph.console.words.Words;
import io.heliograph.server.control.ControlException;
import io.heliograph.server.control.ControlPlane;
import io.heliograph.server.control.Operator;

/** A recording and its words as they come, with what each waited for. Confined to the session's lock. */
final class TrialView extends Div {
    private final ControlPlane control;
    private final Operator operator;
    private final Paragraph state = new Paragraph();
    private final ProgressBar progress = new ProgressBar();
    private final OrderedList finals = new OrderedList();
    private final Paragraph partial = new Paragraph();
    private final UtteranceLines lines =
            new UtteranceLines("The time line of an utterance comes with its settled text.");
    private int shownFinals;

    TrialView(ControlPlane control, Operator operator) {
        this.control = control;
        this.operator = operator;
        addClassName("trial");
        state.addClassName("trial-state");
        state.getElement().setAttribute("role", "status");
        finals.addClassName("trial-finals");
        partial.addClassName("trial-partial");
        partial.getElement().setAttribute("aria-label", "Heard so far, may still change");
        Div words = new Div(new H3("Words"), finals, partial);
        words.addClassName("panel");
        Div waits = new Div(new H3("What the texts waited for after the last speech"), lines);
        waits.addClassName("panel");
        Div panels = new Div(words, waits);
        panels.addClassName("trial-panels");
        add(state, progress, panels);
        setVisible(false);
    }

    void show(TrialRun run) {
        setVisible(true);
        state.setText(words(run));
        getElement()
                .getClassList()
                .set("is-failed", run.ended().isPresent() && !run.ended().get().isOk());
        double share = run.sentShare();
        progress.setIndeterminate(Double.isNaN(share));
        if (!Double.isNaN(share)) {
            progress.setValue(share);
        }
        if (shownFinals > run.finals().size()) {
            shownFinals = 0;
            finals.removeAll();
        }
        for (; shownFinals < run.finals().size(); shownFinals++) {
            finals.add(item(run.finals().get(shownFinals)));
        }
        partial.setText(run.partial());
        run.started().ifPresent(started -> showLines(started.sessionHash()));
    }

    /** Nothing has been said yet. */
    void clear() {
        shownFinals = 0;
        finals.removeAll();
        lines.show(java.util.List.of());
    }

    private void showLines(String hash) {
        try {
            lines.show(control.streams().utterances(operator, hash).stream()
                    .map(each -> new UtteranceLines.Line("No. " + each.number(), each))
                    .toList());
        } catch (ControlException e) {
            // Its stream has not begun yet.
        }
    }

    private static ListItem item(TrialRun.Line line) {
        Span when = new Span(Words.decimals(line.startSec(), 1) + "–" + Words.decimals(line.endSec(), 1) + " s");
        when.addClassName("trial-when");
        Span text = new Span(line.text());
        ListItem item = new ListItem(when, text);
        if (!Double.isNaN(line.lagSec())) {
            Span lag = new Span("there " + Words.seconds(line.lagSec()) + " after its last word");
            lag.addClassName("secondary");
            item.add(lag);
        }
        return item;
    }

    private static String words(TrialRun run) {
        if (run.ended().isPresent()) {
            return run.ended().get().isOk()
                    ? "Done: " + Words.count(run.finals().size(), "final text") + ", "
                            + Words.count(run.partials(), "partial") + " in "
                            + Words.seconds(run.ended().get().atSec())
                            + first(run)
                    : "It ended with " + run.ended().get().message();
        }
        if (run.started().isEmpty()) {
            return "Asking for a session";
        }
        return "Session " + run.started().get().sessionHash() + " created in "
                + Words.seconds(run.started().get().createdSec()) + "; " + Words.decimals(run.sentSec(), 1)
                + " s sent, "
                + Words.count(run.partials(), "partial") + first(run);
    }

    private static String first(TrialRun run) {
        return Double.isNaN(run.firstResultSec())
                ? ""
                : "; first result " + Words.seconds(run.firstResultSec()) + " after the first audio";
    }
}
