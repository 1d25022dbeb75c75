package io.heliograph.console.testing;

import com.vaadin.browserless.BrowserlessTest;
import com.vaadin.flow.server.VaadinSession;
import io.heliograph.console.access.SignedOn;
import io.heliograph.console.host.ConsoleHost;
import io.heliograph.console.live.Pulse;
import io.heliograph.server.SttServer;
import io.heliograph.server.control.ControlPlane;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import io.heliograph.server.testing.ScriptedModel;
import io.heliograph.server.testing.ServerFixture;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** What tests of pages share: a server with a scripted model, a desk, and a pulse that beats when told to. */
public abstract class ConsoleTest extends BrowserlessTest {
    protected static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private static ServerFixture fixture;
    private static Pulse pulse;
    private static FakeDesk desk;

    @BeforeAll
    static void start(@TempDir Path folder) {
        fixture = ServerFixture.start(ScriptedModel.naming(), folder, Map.of("server.max_sessions", 50));
        pulse = Pulse.still();
        desk = new FakeDesk();
        PartsFactory.use(ConsoleHost.parts(fixture.server().control(), desk, pulse, InstantSource.fixed(NOW)));
    }

    @AfterAll
    static void stop() {
        PartsFactory.use(Map.of());
        pulse.close();
        fixture.close();
    }

    @Override
    protected Set<Class<?>> lookupServices() {
        return Set.of(PartsFactory.class);
    }

    protected static SttServer server() {
        return fixture.server();
    }

    protected static ControlPlane control() {
        return fixture.server().control();
    }

    protected static Pulse pulse() {
        return pulse;
    }

    protected static FakeDesk desk() {
        return desk;
    }

    /** Signs somebody of that role in to the session of the test. */
    protected static Operator signIn(Role role) {
        Operator operator = new Operator(role.label(), role, "console 127.0.0.1");
        new SignedOn(operator, false, NOW).enter(VaadinSession.getCurrent());
        return operator;
    }
}
