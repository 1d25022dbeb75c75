package io.heliograph.console.limits;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import io.heliograph.server.control.LimitsOutcome;
import io.heliograph.server.control.LimitsVersion;
import java.util.Set;

/** Somebody else was quicker: what they changed, and what to do about it. Confined to the session's lock. */
final class ConflictDialog extends Dialog {

    /**
     * A dialog that is not open yet.
     *
     * @param contested keys that both want to change
     * @param takeTheirs gives up one's own edits of those keys
     * @param keepMine puts one's own edits on top of the newer version, to be reviewed again
     */
    ConflictDialog(LimitsOutcome.Conflict conflict, Set<String> contested, Runnable takeTheirs, Runnable keepMine) {
        setHeaderTitle("Somebody else was quicker");
        Div body = new Div();
        body.addClassName("dialog-body");
        body.add(new Paragraph("Nothing of yours was applied. Version " + conflict.current()
                + " is in force now; this was changed since you began:"));
        for (LimitsVersion version : conflict.meanwhile()) {
            body.add(VersionHead.of(version), new DifferenceTable(version.differences(), contested));
        }
        body.add(new Paragraph(
                contested.isEmpty()
                        ? "You change other limits, so that both can stand."
                        : "You change, too: "
                                + String.join(", ", contested.stream().sorted().toList()) + "."));
        add(body);
        Button theirs = new Button(contested.isEmpty() ? "Keep editing" : "Take theirs", click -> {
            close();
            takeTheirs.run();
        });
        theirs.setId("take-theirs");
        Button mine = new Button("Keep mine on top", click -> {
            close();
            keepMine.run();
        });
        mine.setId("keep-mine");
        mine.addThemeVariants(ButtonVariant.PRIMARY);
        getFooter().add(theirs, mine);
        setCloseOnOutsideClick(false);
    }
}
