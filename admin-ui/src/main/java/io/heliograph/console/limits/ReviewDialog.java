package io.heliograph.console.limits;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.heliograph.server.control.ControlException;
import io.heliograph.server.control.LimitDifference;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A change as it will be: what it replaces, what it does, and why it is made. Confined to the session's lock. */
final class ReviewDialog extends Dialog {
    private static final int MAX_REASON = 500;

    private final TextArea reason = new TextArea("Reason");

    /**
     * A dialog that is not open yet.
     *
     * @param consequences one line each
     * @param verb what the button says
     * @param apply gets the reason; what it throws as {@link ControlException} is told in the dialog, which stays open
     */
    ReviewDialog(
            String title,
            List<LimitDifference> differences,
            List<String> consequences,
            String verb,
            Consumer<String> apply) {
        setHeaderTitle(title);
        addClassName("review");
        Div body = new Div(new DifferenceTable(differences, Set.of()));
        body.addClassName("dialog-body");
        if (!consequences.isEmpty()) {
            UnorderedList list = new UnorderedList();
            consequences.forEach(line -> list.add(new ListItem(line)));
            Div warning = new Div(new Paragraph("What it does"), list);
            warning.addClassName("consequences");
            body.add(warning);
        }
        reason.setRequired(true);
        reason.setMaxLength(MAX_REASON);
        reason.setWidthFull();
        reason.setHelperText("It stands beside the change in the history and the audit");
        reason.setValueChangeMode(ValueChangeMode.EAGER);
        body.add(reason);
        add(body);
        Button confirm = new Button(verb);
        confirm.addThemeVariants(ButtonVariant.PRIMARY);
        confirm.setId("apply");
        confirm.setDisableOnClick(true);
        confirm.addClickListener(click -> {
            confirm.setEnabled(true);
            if (reason.getValue().isBlank()) {
                problem("Say why, in a word or a few");
                return;
            }
            close();
            try {
                apply.accept(reason.getValue());
            } catch (ControlException e) {
                open();
                problem(String.valueOf(e.getMessage()));
            }
        });
        Button cancel = new Button("Cancel", click -> close());
        getFooter().add(cancel, confirm);
        addOpenedChangeListener(change -> {
            if (change.isOpened()) {
                reason.focus();
            }
        });
    }

    private void problem(String words) {
        reason.setErrorMessage(words);
        reason.setInvalid(true);
        reason.focus();
    }
}
