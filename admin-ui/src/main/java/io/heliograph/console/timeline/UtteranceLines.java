package io.heliograph.console.timeline;

import com.vaadin.flow.component.badge.Badge;
import com.vaadin.flow.component.badge.BadgeVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import io.heliograph.console.words.Words;
import io.heliograph.server.control.UtteranceView;
import java.util.List;
import java.util.Locale;

/** Utterances, one below the other on one scale: what each waited for after its last speech. Confined to the session's lock. */
public final class UtteranceLines extends Div {
    private final OrderedList list = new OrderedList();
    private final Paragraph none;
    private List<Line> shown = List.of();

    /**
     * An utterance to show. Immutable.
     *
     * @param title what stands before it
     */
    public record Line(String title, UtteranceView utterance) {}

    /**
     * None yet.
     *
     * @param ifNone what to say then
     */
    public UtteranceLines(String ifNone) {
        addClassName("utterances");
        none = new Paragraph(ifNone);
        none.addClassName("secondary");
        list.addClassName("utterance-list");
        add(none, list, legend());
        getElement().getClassList().add("is-empty");
    }

    /** Shows these, from top to bottom. */
    public void show(List<Line> lines) {
        if (lines.equals(shown)) {
            return;
        }
        shown = List.copyOf(lines);
        getElement().getClassList().set("is-empty", lines.isEmpty());
        double longest = lines.stream()
                .mapToDouble(line -> WaitParts.of(line.utterance()).totalSec())
                .max()
                .orElse(0);
        list.removeAll();
        lines.forEach(line -> list.add(item(line, longest)));
    }

    private static ListItem item(Line line, double longestSec) {
        UtteranceView utterance = line.utterance();
        WaitParts waits = WaitParts.of(utterance);
        Span title = new Span(line.title());
        title.addClassName("utterance-title");
        Span facts = new Span(Words.decimals(utterance.speechSeconds(), 1) + " s of speech, first result "
                + (Double.isNaN(utterance.firstResultLatencySec())
                        ? "none"
                        : "after " + Words.seconds(utterance.firstResultLatencySec())));
        facts.addClassName("secondary");
        Badge verdict = new Badge(
                Double.isNaN(utterance.finalLatencySec()) ? "no text" : Words.seconds(utterance.finalLatencySec()));
        switch (utterance.verdict()) {
            case "good" -> verdict.addThemeVariants(BadgeVariant.SUCCESS);
            case "late", "failed" -> verdict.addThemeVariants(BadgeVariant.ERROR);
            default -> verdict.getElement().setAttribute("title", utterance.verdict());
        }
        Div head = new Div(title, facts, verdict);
        head.addClassName("utterance-head");
        Div bar = new Div();
        bar.addClassName("utterance-bar");
        bar.getElement().setAttribute("role", "img");
        bar.getElement().setAttribute("aria-label", waits.words());
        bar.getElement().setAttribute("title", waits.words());
        for (WaitParts.Part part : waits.parts()) {
            Div piece = new Div();
            piece.addClassNames("utterance-part", part.kind().styleName());
            piece.getStyle()
                    .set(
                            "width",
                            String.format(
                                    Locale.ROOT, "%.2f%%", longestSec <= 0 ? 0 : 100 * part.seconds() / longestSec));
            bar.add(piece);
        }
        return new ListItem(head, bar);
    }

    private static Div legend() {
        Div legend = new Div();
        legend.addClassName("utterance-legend");
        for (WaitParts.Kind kind : WaitParts.Kind.values()) {
            Span mark = new Span();
            mark.addClassNames("utterance-mark", kind.styleName());
            Span words = new Span(kind.label());
            legend.add(new Div(mark, words));
        }
        return legend;
    }
}
