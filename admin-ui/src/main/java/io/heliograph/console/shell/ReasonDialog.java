package io.heliograph.console.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.heliograph.server.control.ControlException;
import java.util.function.Consumer;

/** Asks why before something is done, and says what that is. Confined to the session's lock. */
public final class ReasonDialog extends Dialog {
    /** As control takes it. */
    private static final int MAX_REASON = 500;

    private final TextArea reason = new TextArea("Reason");
    private final Button confirm = new Button();

    /**
     * A dialog that is not open yet.
     *
     * @param text what will happen
     * @param verb what the button says
     * @param isDangerous whether it cannot be taken back
     * @param action gets the reason; what it throws as {@link ControlException} is told in the dialog, which stays open
     */
    public ReasonDialog(
            String title, String text, String verb, boolean isDangerous, Consumer<String> action, Component... more) {
        setHeaderTitle(title);
        Div body = new Div(new Paragraph(text));
        body.addClassName("dialog-body");
        body.add(more);
        reason.setRequired(true);
        reason.setMaxLength(MAX_REASON);
        reason.setWidthFull();
        reason.setHelperText("It stands beside this in the audit");
        reason.setValueChangeMode(ValueChangeMode.EAGER);
        body.add(reason);
        add(body);
        confirm.setText(verb);
        confirm.setId("confirm");
        confirm.setDisableOnClick(true);
        confirm.addThemeVariants(ButtonVariant.PRIMARY);
        if (isDangerous) {
            confirm.addThemeVariants(ButtonVariant.ERROR);
        }
        confirm.addClickListener(click -> act(action));
        getFooter().add(new Button("Cancel", click -> close()), confirm);
        addOpenedChangeListener(change -> {
            if (change.isOpened()) {
                reason.focus();
            }
        });
    }

    private void act(Consumer<String> action) {
        confirm.setEnabled(true);
        if (reason.getValue().isBlank()) {
            problem("Say why, in a word or a few");
            return;
        }
        try {
            action.accept(reason.getValue());
            close();
        } catch (ControlException e) {
            problem(String.valueOf(e.getMessage()));
        }
    }

    private void problem(String words) {
        reason.setErrorMessage(words);
        reason.setInvalid(true);
        reason.focus();
    }
}
