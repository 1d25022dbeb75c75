package io.heliograph.console.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.vaadin.browserless.ViewPackages;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.textfield.TextArea;
import io.heliograph.console.testing.ConsoleTest;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import org.junit.jupiter.api.Test;

@ViewPackages(classes = SessionsPage.class)
final class SessionsPageTest extends ConsoleTest {
    private static final Operator OTHER = new Operator("other", Role.OPERATOR, "cli");

    private void confirmBecause(String reason) {
        test(find(TextArea.class).withCaption("Reason").single()).setValue(reason);
        test(find(Button.class).id("confirm")).click();
    }

    @Test
    void drainingNeedsAReasonAndCanBeUndone() {
        signIn(Role.OPERATOR);
        navigate(SessionsPage.class);
        test(find(Button.class).id("drain")).click();
        confirmBecause(" ");
        assertFalse(control().sessions().isDraining(OTHER));
        assertTrue(find(TextArea.class).withCaption("Reason").single().isInvalid());
        confirmBecause("new release");
        assertTrue(control().sessions().isDraining(OTHER));
        pulse().beat();
        roundTrip();
        assertEquals("Let new sessions in", find(Button.class).id("drain").getText());
        test(find(Button.class).id("drain")).click();
        confirmBecause("not yet");
        assertFalse(control().sessions().isDraining(OTHER));
    }

    @Test
    void aViewerMayLookAndNothingElse() {
        signIn(Role.VIEWER);
        navigate(SessionsPage.class);
        assertFalse(find(Button.class).withId("drain").exists());
        assertFalse(find(Button.class).withId("end-session").exists());
    }
}
