package io.heliograph.console.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.vaadin.browserless.ViewPackages;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import io.heliograph.console.testing.ConsoleTest;
import io.heliograph.server.control.AuditQuery;
import io.heliograph.server.control.ModelLoad;
import io.heliograph.server.control.ModelWish;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import io.heliograph.server.time.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@ViewPackages(classes = ModelsPage.class)
final class ModelsPageTest extends ConsoleTest {
    private static final Operator OTHER = new Operator("other", Role.ADMIN, "cli");

    private static ModelLoad over(String modelId) {
        while (true) {
            ModelLoad load = control().models().load(OTHER, modelId).orElseThrow();
            if (load.isOver()) {
                return load;
            }
        }
    }

    private int rows(String grid) {
        return find(Grid.class).id(grid).getListDataView().getItemCount();
    }

    private void say(String reason) {
        test(find(TextArea.class).withCaption("Reason").single()).setValue(reason);
        test(find(Button.class).id("confirm")).click();
    }

    @AfterEach
    void unloadAgain() throws InterruptedException {
        control().models().unload(OTHER, "second", Duration.ofSeconds(20), "");
    }

    @Test
    void anAdminLoadsAModelAndSeesWhatBecameOfIt() {
        signIn(Role.ADMIN);
        navigate(ModelsPage.class);
        assertEquals(1, rows("loaded"));
        test(find(Button.class).id("load-model")).click();
        test(find(TextField.class).id("model-id")).setValue("<script>");
        say("a test");
        assertTrue(find(TextArea.class).withCaption("Reason").single().isInvalid(), "it says why not");
        test(find(TextField.class).id("model-id")).setValue("second");
        say("a test");
        assertEquals("", over("second").error());
        pulse().beat();
        roundTrip();
        assertEquals(2, rows("loaded"));
        assertEquals(1, rows("loads"));
        assertTrue(control().audit().page(OTHER, AuditQuery.newest(10)).entries().stream()
                .anyMatch(entry -> entry.action().equals("model.load")
                        && entry.target().equals("second")
                        && entry.reason().equals("a test")));
    }

    @Test
    void aViewerSeesModelsAndNoButtons() {
        signIn(Role.VIEWER);
        navigate(ModelsPage.class);
        assertEquals(1, rows("loaded"));
        assertFalse(find(Button.class).withId("load-model").exists());
    }

    @Test
    void anAdminSaysHowLongWhatWaitsHas() {
        signIn(Role.ADMIN);
        control().models().load(OTHER, ModelWish.ofProfile("second", ""), "");
        assertEquals("", over("second").error());
        ModelsPage page = navigate(ModelsPage.class);
        page.askToUnload(control().models().loaded(OTHER).getLast());
        test(find(IntegerField.class).id("patience")).setValue(3_601);
        say("not needed");
        assertTrue(find(TextArea.class).withCaption("Reason").single().isInvalid(), "it says why not");
        test(find(IntegerField.class).id("patience")).setValue(5);
        say("not needed");
        long deadline = Ticker.system().nanos() + TimeUnit.SECONDS.toNanos(20);
        while (control().models().loaded(OTHER).size() > 1) {
            assertTrue(Ticker.system().nanos() < deadline, "it is still there after 20 s");
            Thread.onSpinWait();
        }
        assertTrue(control().audit().page(OTHER, AuditQuery.newest(10)).entries().stream()
                .anyMatch(entry ->
                        entry.action().equals("model.unload") && entry.reason().equals("not needed")));
    }
}
