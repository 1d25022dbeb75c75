package io.heliograph.console.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.vaadin.browserless.ViewPackages;
import com.vaadin.flow.server.VaadinService;
import com.vaadin.flow.server.VaadinSession;
import com.vaadin.flow.server.VaadinSessionState;
import io.heliograph.console.access.SignedOn;
import io.heliograph.console.shell.SignInPage;
import io.heliograph.console.testing.ConsoleTest;
import io.heliograph.server.control.Role;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ViewPackages(classes = SignInPage.class)
final class SessionRulesTest extends ConsoleTest {
    private Instant now = NOW;
    private SessionRules rules;
    private VaadinSession session;

    @BeforeEach
    void begin() {
        rules = new SessionRules(desk(), () -> now);
        session = VaadinSession.getCurrent();
        rules.watch(session);
    }

    @AfterEach
    void end() {
        rules.close();
    }

    private boolean isEndedAfter(Duration later) {
        now = NOW.plus(later);
        rules.look(VaadinService.getCurrent());
        VaadinService.getCurrent().runPendingAccessTasks(session);
        return session.getState() != VaadinSessionState.OPEN;
    }

    @Test
    void doingNothingEndsASession() {
        signIn(Role.OPERATOR);
        assertTrue(!isEndedAfter(SessionRules.IDLE));
        assertTrue(isEndedAfter(SessionRules.IDLE.plusSeconds(1)));
        assertEquals(0, rules.sessions());
        assertTrue(desk().left().contains("operator"));
    }

    @Test
    void workingForTenHoursEndsIt() {
        signIn(Role.OPERATOR);
        SignedOn.current().orElseThrow().seen(NOW.plus(SessionRules.LIFE));
        assertTrue(!isEndedAfter(SessionRules.LIFE));
        assertTrue(isEndedAfter(SessionRules.LIFE.plusSeconds(1)));
    }

    @Test
    void anAccountThatIsGoneEndsItAtOnce() {
        signIn(Role.VIEWER);
        assertTrue(!isEndedAfter(Duration.ofSeconds(15)));
        desk().remove("viewer");
        assertTrue(isEndedAfter(Duration.ofSeconds(30)));
    }

    @Test
    void aSignInThatNobodyUsesIsForgotten() {
        assertTrue(!isEndedAfter(SessionRules.UNUSED));
        assertTrue(isEndedAfter(SessionRules.UNUSED.plusSeconds(1)));
    }
}
