package io.heliograph.console.shell;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.vaadin.browserless.ViewPackages;
import com.vaadin.flow.component.login.LoginForm;
import com.vaadin.flow.component.login.LoginFormTester;
import io.heliograph.console.access.SignedOn;
import io.heliograph.console.testing.ConsoleTest;
import io.heliograph.console.testing.FakeDesk;
import org.junit.jupiter.api.Test;

/** What ends well changes the id of a real session, so that the browser tests show it. */
@ViewPackages(classes = SignInPage.class)
final class SignInPageTest extends ConsoleTest {

    private LoginForm form() {
        navigate(SignInPage.class);
        return findInView(LoginForm.class).single();
    }

    private void enter(LoginForm form, String name, String password) {
        LoginFormTester<LoginForm> tester = test(form);
        tester.login(name, password);
    }

    @Test
    void theWrongPasswordAndAnUnknownNameAreToldTheSameWay() {
        LoginForm form = form();
        enter(form, "operator", "wrong");
        assertTrue(form.isError());
        assertTrue(SignedOn.current().isEmpty());
        enter(form, "<b>nobody</b>", FakeDesk.PASSWORD);
        assertTrue(form.isError());
        assertTrue(SignedOn.current().isEmpty());
    }

    @Test
    void whatKeepsTheAccountsFromBeingReadIsToldAndAnotherTryIsTaken() {
        LoginForm form = form();
        enter(form, "unlucky", FakeDesk.PASSWORD);
        assertTrue(form.isError());
        assertTrue(form.isEnabled());
        enter(form, "operator", "wrong");
        assertTrue(form.isError());
    }
}
