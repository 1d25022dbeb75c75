package io.heliograph.console.users;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.icon.VaadinIcon;

/** Shows a one-time password, once. Confined to the session's lock. */
final class OneTimePasswordDialog extends Dialog {

    OneTimePasswordDialog(String name, String password) {
        setHeaderTitle("One-time password of " + name);
        Code shown = new Code(password);
        shown.setId("one-time-password");
        shown.addClassName("one-time-password");
        Button copy = new Button("Copy", VaadinIcon.COPY.create());
        copy.getElement()
                .executeJs("this.addEventListener('click', () => navigator.clipboard?.writeText($0))", password);
        Div row = new Div(shown, copy);
        row.addClassName("password-row");
        Div body = new Div(
                new Paragraph(
                        "Hand it over by a safe way. It is shown only now, and must be changed at the first sign-in."),
                row);
        body.addClassName("dialog-body");
        add(body);
        setCloseOnOutsideClick(false);
        setCloseOnEsc(false);
        Button done = new Button("I have noted it", click -> {
            // The password goes from the page, too.
            body.removeAll();
            close();
        });
        done.addThemeVariants(ButtonVariant.PRIMARY);
        done.setId("noted");
        getFooter().add(done);
    }
}
