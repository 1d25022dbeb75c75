package io.heliograph.console.limits;

import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableRow;
import io.heliograph.server.control.LimitDifference;
import java.util.List;
import java.util.Set;

/** What a change replaces by what. Confined to the session's lock. */
final class DifferenceTable extends NativeTable {

    /**
     * A table with a row for each difference.
     *
     * @param marked keys to stand out
     */
    DifferenceTable(List<LimitDifference> differences, Set<String> marked) {
        addClassName("differences");
        NativeTableRow head = getHead().addRow();
        List.of("Limit", "Before", "After").forEach(title -> {
            var cell = head.addHeaderCell();
            cell.setText(title);
            cell.getElement().setAttribute("scope", "col");
        });
        for (LimitDifference difference : differences) {
            NativeTableRow row = getBody().addRow();
            row.addDataCell().add(new Code(difference.key()));
            row.addDataCell().setText(words(difference.before()));
            row.addDataCell().setText(words(difference.after()));
            row.setClassName("marked", marked.contains(difference.key()));
        }
    }

    private static String words(String value) {
        return value.equals("null") ? "unset" : Amount.tidy(value);
    }
}
