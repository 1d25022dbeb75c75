package io.heliograph.console.host;

import io.heliograph.console.access.SignInDesk;
import io.heliograph.console.limits.LimitsFeed;
import io.heliograph.console.live.Pulse;
import io.heliograph.console.models.ModelsFeed;
import io.heliograph.console.objectives.ObjectivesFeed;
import io.heliograph.console.overview.OverviewFeed;
import io.heliograph.console.sessions.SessionsFeed;
import io.heliograph.console.shell.Heart;
import io.heliograph.console.shell.Navigation;
import io.heliograph.server.control.ControlPlane;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** The console's parts, put together. Thread-safe. */
public final class ConsoleHost implements AutoCloseable {
    private static final Duration PACE = Duration.ofSeconds(1);

    private final Pulse pulse;
    private final WebListener listener;

    /**
     * Where to listen. Immutable.
     *
     * @param certFile empty = no TLS
     */
    public record Address(
            String host, int port, Optional<Path> certFile, Optional<Path> keyFile, boolean isBehindProxy) {}

    private ConsoleHost(Pulse pulse, WebListener listener) {
        this.pulse = pulse;
        this.listener = listener;
    }

    /**
     * Opens the port.
     *
     * @throws IOException if that fails, or a file cannot be read
     * @throws GeneralSecurityException if certificate or key are none
     */
    public static ConsoleHost open(ControlPlane control, SignInDesk desk, Address address, InstantSource clock)
            throws IOException, GeneralSecurityException {
        Optional<KeyStore> certificate = address.certFile().isEmpty()
                ? Optional.empty()
                : Optional.of(PemKeyStore.load(
                        address.certFile().get(), address.keyFile().orElseThrow()));
        Pulse pulse = Pulse.start(PACE);
        SessionRules rules = new SessionRules(desk, clock);
        try {
            return new ConsoleHost(
                    pulse,
                    WebListener.open(
                            address.host(),
                            address.port(),
                            certificate,
                            address.isBehindProxy(),
                            new ConsoleServlet(parts(control, desk, pulse, clock), rules),
                            rules));
        } catch (IOException | RuntimeException e) {
            pulse.close();
            throw e;
        }
    }

    /** What pages may ask for in their constructors. */
    public static Map<Class<?>, Object> parts(ControlPlane control, SignInDesk desk, Pulse pulse, InstantSource clock) {
        return Map.ofEntries(
                Map.entry(ControlPlane.class, control),
                Map.entry(SignInDesk.class, desk),
                Map.entry(Pulse.class, pulse),
                Map.entry(InstantSource.class, clock),
                Map.entry(Navigation.class, new Navigation(ConsoleViews.NAVIGATION)),
                Map.entry(Heart.class, new Heart(pulse, control)),
                Map.entry(LimitsFeed.class, new LimitsFeed(pulse, control)),
                Map.entry(OverviewFeed.class, new OverviewFeed(pulse, control)),
                Map.entry(SessionsFeed.class, new SessionsFeed(pulse, control)),
                Map.entry(ModelsFeed.class, new ModelsFeed(pulse, control)),
                Map.entry(ObjectivesFeed.class, new ObjectivesFeed(pulse, control)));
    }

    /** The port that is open. */
    public int port() {
        return listener.port();
    }

    @Override
    public void close() {
        listener.close();
        pulse.close();
    }
}
