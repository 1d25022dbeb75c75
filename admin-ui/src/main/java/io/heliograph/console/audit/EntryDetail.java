package io.heliograph.console.audit;

import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableRow;
import com.vaadin.flow.component.html.Paragraph;
import io.heliograph.console.words.Words;
import io.heliograph.server.control.AuditEntryView;
import java.util.List;

/** All that an entry of the audit says. Texts are shown as they are, never as markup. Confined to the session's lock. */
final class EntryDetail extends Div {

    EntryDetail(AuditEntryView entry) {
        addClassName("entry-detail");
        DescriptionList facts = new DescriptionList();
        facts.addClassName("facts");
        put(facts, "When", Words.moment(entry.at()) + " UTC");
        put(facts, "Who", entry.author() + (entry.role().isEmpty() ? "" : ", " + entry.role()));
        put(facts, "From where", entry.origin());
        put(facts, "What", entry.action() + (entry.isSuccess() ? "" : ", not done"));
        put(facts, "To what", entry.target());
        put(facts, "Why", entry.reason());
        add(facts);
        if (!entry.before().isEmpty() || !entry.after().isEmpty()) {
            add(new H3("Old and new"), change(entry));
        }
    }

    private static NativeTable change(AuditEntryView entry) {
        NativeTable table = new NativeTable();
        table.addClassName("differences");
        NativeTableRow head = table.getHead().addRow();
        List.of("Before", "After").forEach(title -> {
            var cell = head.addHeaderCell();
            cell.setText(title);
            cell.getElement().setAttribute("scope", "col");
        });
        NativeTableRow row = table.getBody().addRow();
        for (String text : List.of(entry.before(), entry.after())) {
            Div lines = new Div();
            if (text.isEmpty()) {
                lines.add(new Paragraph(Words.NONE));
            }
            text.lines().forEach(line -> lines.add(new Div(new Code(line))));
            row.addDataCell().add(lines);
        }
        return table;
    }

    private static void put(DescriptionList facts, String name, String value) {
        if (!value.isEmpty()) {
            facts.add(new DescriptionList.Term(name), new DescriptionList.Description(value));
        }
    }
}
