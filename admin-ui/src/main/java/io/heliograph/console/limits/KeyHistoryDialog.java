package io.heliograph.console.limits;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import io.heliograph.server.control.LimitEntry;
import io.heliograph.server.control.LimitsVersion;
import java.util.List;
import java.util.Set;

/** Who changed one key, when and why. Confined to the session's lock. */
final class KeyHistoryDialog extends Dialog {

    /** A dialog that is not open yet. */
    KeyHistoryDialog(LimitEntry entry, List<LimitsVersion> history) {
        setHeaderTitle("Changes of " + entry.key());
        Div body = new Div();
        body.addClassName("dialog-body");
        for (LimitsVersion version : history) {
            version.differences().stream()
                    .filter(difference -> difference.key().equals(entry.key()))
                    .findFirst()
                    .ifPresent(difference ->
                            body.add(VersionHead.of(version), new DifferenceTable(List.of(difference), Set.of())));
        }
        if (body.getComponentCount() == 0) {
            body.add(new Paragraph("It was not changed yet: " + entry.configured() + " is configured and in force."));
        }
        add(body);
        Button close = new Button("Close", click -> close());
        close.addThemeVariants(ButtonVariant.PRIMARY);
        getFooter().add(close);
    }
}
