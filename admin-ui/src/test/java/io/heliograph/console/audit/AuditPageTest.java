package io.heliograph.console.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.vaadin.browserless.ViewPackages;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.textfield.TextField;
import io.heliograph.console.testing.ConsoleTest;
import io.heliograph.server.control.AuditEntryView;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

@ViewPackages(classes = AuditPage.class)
final class AuditPageTest extends ConsoleTest {
    private static final Operator OTHER = new Operator("other", Role.OPERATOR, "cli");
    private static final String SCRIPT = "<script>alert(1)</script>";

    @SuppressWarnings("unchecked")
    private List<AuditEntryView> shown() {
        Grid<AuditEntryView> grid = findInView(Grid.class).single();
        return grid.getListDataView().getItems().toList();
    }

    private void drain(int times, String reason) {
        for (int i = 0; i < times; i++) {
            control().sessions().undoDrain(OTHER, reason);
        }
    }

    @Test
    void thePagesLeadBackAndForth() {
        drain(60, "again");
        signIn(Role.VIEWER);
        navigate(AuditPage.class);
        long newest = shown().getFirst().sequence();
        assertEquals(50, shown().size());
        Button older = findInView(Button.class).withText("Older").single();
        Button newer = findInView(Button.class).withText("Newer").single();
        assertFalse(newer.isEnabled());
        test(older).click();
        assertEquals(newest - 50, shown().getFirst().sequence());
        test(newer).click();
        assertEquals(newest, shown().getFirst().sequence());
    }

    @Test
    void theChainIsVerifiedAndAViewerMayNotExport() {
        drain(1, "one");
        signIn(Role.VIEWER);
        navigate(AuditPage.class);
        String words = getCurrentView().getElement().getTextRecursively();
        assertTrue(words.contains("Intact"), words);
        assertFalse(findInView(Anchor.class).exists());
    }

    @Test
    void anOperatorMayTakeACopyAlong() {
        signIn(Role.OPERATOR);
        navigate(AuditPage.class);
        assertTrue(findInView(Anchor.class).exists());
    }

    @Test
    void wordsFilterAndMarkupStaysText() {
        drain(1, SCRIPT);
        signIn(Role.VIEWER);
        navigate(AuditPage.class);
        TextField text = findInView(TextField.class)
                .withPropertyValue(TextField::getLabel, "Text")
                .single();
        test(text).setValue(SCRIPT);
        assertEquals(SCRIPT, shown().getFirst().reason());
        assertTrue(shown().stream().allMatch(entry -> entry.reason().equals(SCRIPT)));
        assertTrue(new EntryDetail(shown().getFirst())
                .getElement()
                .getTextRecursively()
                .contains(SCRIPT));
        test(text).setValue("no entry has this");
        assertEquals(List.of(), shown());
    }
}
