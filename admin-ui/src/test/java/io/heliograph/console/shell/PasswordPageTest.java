package io.heliograph.console.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.vaadin.browserless.ViewPackages;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.server.VaadinSession;
import io.heliograph.console.access.SignedOn;
import io.heliograph.console.testing.ConsoleTest;
import io.heliograph.console.testing.FakeDesk;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import org.junit.jupiter.api.Test;

@ViewPackages(classes = PasswordPage.class)
final class PasswordPageTest extends ConsoleTest {
    private static final String NEXT = "left horse, right cart";

    private void open() {
        new SignedOn(new Operator("fresh", Role.ADMIN, "console ::1"), true, NOW).enter(VaadinSession.getCurrent());
        navigate(PasswordPage.class);
    }

    private void enter(String old, String next, String again) {
        findInView(PasswordField.class).withCaption("Present password").single().setValue(old);
        findInView(PasswordField.class).withCaption("New password").single().setValue(next);
        findInView(PasswordField.class)
                .withCaption("New password, again")
                .single()
                .setValue(again);
        test(findInView(Button.class).withCaption("Change password").single()).click();
    }

    private boolean mustChange() {
        return SignedOn.current().orElseThrow().mustChangePassword();
    }

    @Test
    void aNewPasswordOpensTheRest() {
        open();
        enter(FakeDesk.PASSWORD, NEXT, NEXT);
        assertFalse(mustChange());
    }

    @Test
    void aSlipOfTheFingerIsToldBeforeAnythingIsAsked() {
        open();
        enter(FakeDesk.PASSWORD, NEXT, NEXT + "?");
        assertTrue(findInView(PasswordField.class)
                .withCaption("New password, again")
                .single()
                .isInvalid());
        assertTrue(mustChange());
    }

    @Test
    void whatControlRefusesIsToldInItsWords() {
        open();
        enter("wrong", NEXT, NEXT);
        assertEquals(
                "the old password is wrong",
                findInView(Span.class).withClassName("problem").single().getText());
        assertTrue(mustChange());
    }
}
