package io.heliograph.console.objectives;

import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableRow;
import com.vaadin.flow.component.html.Span;
import io.heliograph.console.words.Words;
import io.heliograph.server.control.ObjectiveWindow;
import java.util.List;
import java.util.function.Function;

/** An objective over several times, one in each row. Confined to the session's lock. */
final class WindowTable extends NativeTable {
    private final List<String> titles;
    private final boolean isTimed;

    /**
     * An empty table.
     *
     * @param first what the first column is
     * @param isTimed whether events have durations
     */
    WindowTable(String first, boolean isTimed) {
        this.isTimed = isTimed;
        this.titles = isTimed
                ? List.of(first, "Verdict", "Good events", "Turned away", "P50", "P90", "P99", "Longest")
                : List.of(first, "Verdict", "Good events", "Turned away");
        addClassName("windows");
        NativeTableRow head = getHead().addRow();
        titles.forEach(title -> {
            var cell = head.addHeaderCell();
            cell.setText(title);
            cell.getElement().setAttribute("scope", "col");
        });
    }

    /** Shows these times. */
    void show(List<ObjectiveWindow> windows, Function<ObjectiveWindow, String> name) {
        getBody().removeAll();
        for (ObjectiveWindow window : windows) {
            NativeTableRow row = getBody().addRow();
            row.addDataCell().setText(name.apply(window));
            row.addDataCell().add(Verdicts.badge(window.verdict()));
            Span counts = new Span(Verdicts.attainment(window));
            var events = row.addDataCell();
            events.add(counts);
            String truth = Verdicts.truth(window);
            if (!truth.isEmpty() && window.valid() > 0) {
                Span note = new Span(truth);
                note.addClassName("window-truth");
                events.add(note);
            }
            number(row, Long.toString(window.shed()));
            if (isTimed) {
                boolean isKnown = window.timedEvents() > 0;
                number(row, isKnown ? Words.seconds(window.p50Sec()) : Words.NONE);
                number(row, isKnown ? Words.seconds(window.p90Sec()) : Words.NONE);
                number(row, isKnown ? Words.seconds(window.p99Sec()) : Words.NONE);
                number(row, isKnown ? Words.seconds(window.maxSec()) : Words.NONE);
            }
        }
    }

    private static void number(NativeTableRow row, String words) {
        var cell = row.addDataCell();
        cell.setText(words);
        cell.addClassName("number");
    }
}
