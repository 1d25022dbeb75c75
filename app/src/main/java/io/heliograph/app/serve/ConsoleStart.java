package io.heliograph.app.serve;

import static java.lang.System.Logger.Level.ERROR;

import io.heliograph.console.Console;
import io.heliograph.console.ConsoleConfig;
import io.heliograph.console.ConsoleException;
import io.heliograph.server.SttServer;
import io.heliograph.server.config.ServerConfig;
import java.util.Optional;

/** The operator console beside a running server: without one the server goes on all the same. Pure. */
final class ConsoleStart {
    private static final System.Logger LOGGER = System.getLogger(ConsoleStart.class.getName());

    private ConsoleStart() {}

    /** Opens the console; empty if it is off, or cannot be opened, which one ERROR line tells. */
    static Optional<Console> open(SttServer server, ServerConfig config) {
        if (!config.console().isOn()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Console.start(server.control(), consoleConfig(config)));
        } catch (ConsoleException e) {
            LOGGER.log(ERROR, "there is no operator console: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Certificate and key are those of gRPC. */
    private static ConsoleConfig consoleConfig(ServerConfig config) {
        return new ConsoleConfig(
                config.console().host(),
                config.console().port(),
                Optional.ofNullable(config.tls().certFile()),
                Optional.ofNullable(config.tls().keyFile()),
                config.console().allowsPlainText(),
                config.console().isBehindProxy());
    }
}
