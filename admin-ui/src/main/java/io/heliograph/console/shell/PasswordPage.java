package io.heliograph.console.shell;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.VaadinSession;
import io.heliograph.console.access.SignInDesk;
import io.heliograph.console.access.SignedOn;
import io.heliograph.console.access.ViewAccess;
import io.heliograph.server.control.ControlException;
import io.heliograph.server.control.Operator;
import jakarta.annotation.security.PermitAll;
import java.time.InstantSource;

/** One's own new password; after a first sign-in with a one-time password nothing else is open. Confined to the session's lock. */
@Route(value = ViewAccess.PASSWORD, autoLayout = false)
@PageTitle("Change password · Heliograph")
@PermitAll
public final class PasswordPage extends Main {
    private final SignInDesk desk;
    private final InstantSource clock;
    private final PasswordField old = new PasswordField("Present password");
    private final PasswordField next = new PasswordField("New password");
    private final PasswordField again = new PasswordField("New password, again");
    private final Span problem = new Span();

    public PasswordPage(SignInDesk desk, InstantSource clock) {
        this.desk = desk;
        this.clock = clock;
        addClassName("gate");
        SignedOn signedOn = SignedOn.current().orElseThrow();
        Paragraph why = new Paragraph(
                signedOn.mustChangePassword()
                        ? "The password you came in with was for one use. Choose your own to go on."
                        : "Other sessions under your name end with the change.");
        why.addClassName("secondary");
        old.setAutocomplete(Autocomplete.CURRENT_PASSWORD);
        next.setAutocomplete(Autocomplete.NEW_PASSWORD);
        again.setAutocomplete(Autocomplete.NEW_PASSWORD);
        next.setHelperText("12 to 200 characters");
        problem.addClassName("problem");
        problem.getElement().setAttribute("role", "alert");
        Button change = new Button("Change password", click -> change());
        change.addThemeVariants(ButtonVariant.PRIMARY);
        change.addClickShortcut(Key.ENTER);
        Button back = new Button(signedOn.mustChangePassword() ? "Sign out" : "Back", click -> leave(signedOn));
        back.addThemeVariants(ButtonVariant.TERTIARY);
        Div card = new Div(new H1("Change password"), why, old, next, again, problem, change, back);
        card.addClassNames("gate-card", "gate-form");
        add(card);
        old.focus();
    }

    private void leave(SignedOn signedOn) {
        if (signedOn.mustChangePassword()) {
            desk.signedOut(signedOn.operator());
            VaadinSession.getCurrent().setAttribute(SignedOn.class, null);
        }
        UI.getCurrent().getPage().setLocation("/");
    }

    private void change() {
        next.setInvalid(false);
        again.setInvalid(false);
        problem.setText("");
        if (!next.getValue().equals(again.getValue())) {
            again.setErrorMessage("This is not the same as the line above");
            again.setInvalid(true);
            return;
        }
        try {
            // What was signed in before is no longer valid, this session's own sign-in included.
            Operator self = desk.changePassword(
                    SignedOn.currentOperator(),
                    old.getValue().toCharArray(),
                    next.getValue().toCharArray());
            new SignedOn(self, false, clock.instant()).enter(VaadinSession.getCurrent());
        } catch (ControlException e) {
            problem.setText(String.valueOf(e.getMessage()));
            return;
        }
        UI.getCurrent().getPage().setLocation("/");
    }
}
