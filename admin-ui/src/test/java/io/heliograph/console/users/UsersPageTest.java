package io.heliograph.console.users;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.vaadin.browserless.ViewPackages;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import io.heliograph.console.testing.ConsoleTest;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import io.heliograph.server.control.UserView;
import java.util.List;
import org.junit.jupiter.api.Test;

@ViewPackages(classes = UsersPage.class)
final class UsersPageTest extends ConsoleTest {
    private static final Operator OTHER = new Operator("other", Role.ADMIN, "cli");

    private static List<String> names() {
        return control().users().list(OTHER).stream().map(UserView::name).toList();
    }

    private void create(String name, String reason) {
        test(find(TextField.class).id("user-name")).setValue(name);
        test(find(TextArea.class).withCaption("Reason").single()).setValue(reason);
        test(find(Button.class).id("confirm")).click();
    }

    @Test
    void aNewUserHasAOneTimePasswordThatIsShownOnce() {
        signIn(Role.ADMIN);
        navigate(UsersPage.class);
        test(find(Button.class).id("new-user")).click();
        create("<script>", "a test");
        assertFalse(names().contains("<script>"));
        assertTrue(find(TextArea.class).withCaption("Reason").single().isInvalid(), "it says why not");
        create("rosa", "joins the team");
        assertTrue(names().contains("rosa"));
        String password = find(Code.class).id("one-time-password").getText();
        assertTrue(password.length() >= 20, "only " + password.length() + " characters");
        assertTrue(control().users().list(OTHER).stream()
                .filter(user -> user.name().equals("rosa"))
                .allMatch(UserView::mustChangePassword));
        test(find(Button.class).id("noted")).click();
        assertFalse(find(Code.class).withId("one-time-password").exists());
        assertEquals(
                "joins the team",
                control()
                        .audit()
                        .page(OTHER, io.heliograph.server.control.AuditQuery.newest(1))
                        .entries()
                        .getFirst()
                        .reason());
    }
}
