package io.heliograph.console;

import io.heliograph.console.access.ServerDesk;
import io.heliograph.console.host.ConsoleHost;
import io.heliograph.server.control.ControlPlane;

/** The operator's console of a server, as web pages. Thread-safe. */
public final class Console implements AutoCloseable {
    private final ConsoleHost host;
    private final ConsoleConfig config;

    private Console(ConsoleHost host, ConsoleConfig config) {
        this.host = host;
        this.config = config;
    }

    /**
     * Opens the console.
     *
     * @throws ConsoleException if the address must not be used without TLS, the port cannot be opened, or certificate or key cannot be
     *     read; the server goes on without a console then
     */
    public static Console start(ControlPlane control, ConsoleConfig config) throws ConsoleException {
        return new Console(ConsoleGate.open(control, new ServerDesk(control.users()), config), config);
    }

    /** The port that is open. */
    public int port() {
        return host.port();
    }

    /** Where the console is, for people. */
    public String url() {
        String name = config.host().isBlank() || config.host().equals("0.0.0.0") ? "localhost" : config.host();
        return (config.isEncrypted() ? "https://" : "http://")
                + (name.contains(":") ? "[" + name + "]" : name)
                + ":"
                + port();
    }

    /** Ends all sessions and closes the port. Closing twice is harmless. */
    @Override
    public void close() {
        host.close();
    }
}
