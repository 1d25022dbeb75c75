package io.heliograph.console.objectives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.vaadin.browserless.ViewPackages;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.textfield.NumberField;
import com.vaadin.flow.component.textfield.TextArea;
import io.heliograph.console.shell.TabStrip;
import io.heliograph.console.testing.ConsoleTest;
import io.heliograph.server.control.ObjectiveVerdict;
import io.heliograph.server.control.ObjectiveWindow;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import org.junit.jupiter.api.Test;

@ViewPackages(classes = {ObjectivesPage.class, ReportPage.class})
final class ObjectivesPageTest extends ConsoleTest {
    private static final Operator OTHER = new Operator("other", Role.VIEWER, "cli");

    private static double finalTarget() {
        return control().objectives().view(OTHER).objectives().stream()
                .filter(each -> each.key().equals("final"))
                .findFirst()
                .orElseThrow()
                .target();
    }

    private void apply(double percent, String reason) {
        test(find(NumberField.class).id("target")).setValue(percent);
        test(find(TextArea.class).withCaption("Reason").single()).setValue(reason);
        test(find(Button.class).id("confirm")).click();
    }

    @Test
    void anAdminChangesWhatIsPromised() {
        signIn(Role.ADMIN);
        navigate(ObjectivesPage.class);
        test(findInView(TabStrip.class).single()).select("Final text");
        test(find(Button.class).id("edit-objective")).click();
        apply(100, "everything");
        assertEquals(0.99, finalTarget(), "all of them cannot be promised");
        TextArea reason = find(TextArea.class).withCaption("Reason").single();
        assertTrue(reason.isInvalid());
        assertTrue(reason.getErrorMessage().contains("objectives.final_target"), reason.getErrorMessage());
        apply(97.5, "as agreed");
        assertEquals(0.975, finalTarget(), 1e-9);
    }

    @Test
    void whoeverIsNoAdminOnlyLooks() {
        signIn(Role.OPERATOR);
        navigate(ObjectivesPage.class);
        assertFalse(find(Button.class).withId("edit-objective").exists());
        String words = getCurrentView().getElement().getTextRecursively();
        assertTrue(words.contains("not enough data"), words);
        pulse().beat();
        roundTrip();
    }

    @Test
    void theReportNamesEachObjectiveAndWhatIsNotKnown() {
        signIn(Role.VIEWER);
        navigate(ReportPage.class);
        String words = getCurrentView().getElement().getTextRecursively();
        for (String part :
                new String[] {"Session created", "First result", "Final text", "Calls without error", "1049"}) {
            assertTrue(words.contains(part), part);
        }
    }

    @Test
    void whyCountsAreNotTheWholeTruthIsSaid() {
        for (String cause : new String[] {"start", "killed", "clock_ahead", "clock_back", "objective_changed"}) {
            assertTrue(Verdicts.truth(window(cause)).contains("2026-11-25 12:00:00"), cause);
        }
        assertEquals("", Verdicts.truth(window("window")));
        assertEquals("50 % (1 of 2)", Verdicts.attainment(window("window")));
    }

    private static ObjectiveWindow window(String cause) {
        return new ObjectiveWindow(
                "1h", 3_600, NOW, NOW, cause, 2, 1, 0, 0.5, ObjectiveVerdict.NOT_ENOUGH_DATA, 0, 0, 0, 0, 0);
    }
}
