package io.heliograph.console.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.vaadin.browserless.ViewPackages;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.badge.Badge;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.page.ColorScheme;
import com.vaadin.flow.component.textfield.TextField;
import io.heliograph.console.limits.LimitsPage;
import io.heliograph.console.overview.OverviewPage;
import io.heliograph.console.testing.ConsoleTest;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import org.junit.jupiter.api.Test;

@ViewPackages(packages = "io.heliograph.console")
final class MainLayoutTest extends ConsoleTest {

    private void open(Role role) {
        signIn(role);
        navigate(LimitsPage.class);
    }

    @Test
    void theTitleIsThatOfThePage() {
        open(Role.VIEWER);
        assertEquals(
                "Limits", find(H1.class).withClassName("page-title").single().getText());
    }

    @Test
    void drainingIsSaidToEverybodyWithTheNextBeat() {
        open(Role.VIEWER);
        Operator operator = new Operator("o", Role.OPERATOR, "cli");
        assertFalse(find(Badge.class).withText("Draining").exists());
        control().sessions().drain(operator, "maintenance");
        try {
            pulse().beat();
            roundTrip();
            assertTrue(find(Badge.class).withText("Draining").exists());
        } finally {
            control().sessions().undoDrain(operator, "done");
        }
    }

    @Test
    void theSchemeIsSwitchedAndKept() {
        open(Role.VIEWER);
        Button scheme = find(Button.class)
                .withCondition(button -> "Switch between light and dark"
                        .equals(button.getAriaLabel().orElse("")))
                .single();
        test(scheme).click();
        assertEquals(ColorScheme.Value.DARK, UI.getCurrent().getSession().getAttribute(ColorScheme.Value.class));
        test(scheme).click();
        assertEquals(ColorScheme.Value.LIGHT, UI.getCurrent().getSession().getAttribute(ColorScheme.Value.class));
    }

    @Test
    void editsThatWaitAreCountedInTheNavigationOnEveryPage() {
        open(Role.OPERATOR);
        test(find(TextField.class).id("server-max_sessions")).setValue("57");
        assertTrue(find(Badge.class).withText("1 edit").exists());
        navigate(OverviewPage.class);
        assertTrue(find(Badge.class).withText("1 edit").exists());
        navigate(LimitsPage.class);
        test(find(Button.class).id("discard")).click();
        assertFalse(find(Badge.class).withText("1 edit").exists());
    }
}
