package io.heliograph.console;

import io.heliograph.console.access.SignInDesk;
import io.heliograph.console.host.ConsoleHost;
import io.heliograph.server.control.ControlPlane;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.InstantSource;

/** Opens the port of a console, or says in one line why not. Pure. */
final class ConsoleGate {
    private ConsoleGate() {}

    /**
     * Opens it.
     *
     * @throws ConsoleException if that fails, or must not be
     */
    static ConsoleHost open(ControlPlane control, SignInDesk desk, ConsoleConfig config) throws ConsoleException {
        check(config);
        try {
            return ConsoleHost.open(
                    control,
                    desk,
                    new ConsoleHost.Address(
                            config.host(), config.port(), config.certFile(), config.keyFile(), config.isBehindProxy()),
                    InstantSource.system());
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new ConsoleException(
                    "the console cannot be opened on " + config.host() + ":" + config.port() + ": " + reason(e), e);
        }
    }

    /**
     * Refuses to send passwords in the clear to other machines, unless that was asked for.
     *
     * @throws ConsoleException with what to do about it
     */
    static void check(ConsoleConfig config) throws ConsoleException {
        if (config.isEncrypted() || config.allowsPlainText()) {
            return;
        }
        boolean isLoopback;
        try {
            isLoopback = !config.host().isBlank()
                    && InetAddress.getByName(config.host()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new ConsoleException("console.host " + config.host() + " is no address of this machine", e);
        }
        if (!isLoopback) {
            throw new ConsoleException("console.host \"" + config.host() + "\" can be reached from other machines, and"
                    + " passwords would travel in the clear: set tls.cert_file and tls.key_file, or"
                    + " console.allow_plain_text: true");
        }
    }

    private static String reason(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage();
        return message == null ? deepest.getClass().getSimpleName() : message.replaceAll("\\s+", " ");
    }
}
