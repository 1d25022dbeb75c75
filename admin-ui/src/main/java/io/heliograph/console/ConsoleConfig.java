package io.heliograph.console;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the console listens. Immutable.
 *
 * @param host address to bind
 * @param port 0 = any free one
 * @param certFile certificate chain, PEM; empty = no TLS
 * @param keyFile private key, PEM, PKCS #8; there if and only if the certificate is
 * @param allowsPlainText whether an address other than loopback may be served without TLS
 * @param isBehindProxy whether a proxy in front tells, in X-Forwarded headers, who asks and how
 */
public record ConsoleConfig(
        String host,
        int port,
        Optional<Path> certFile,
        Optional<Path> keyFile,
        boolean allowsPlainText,
        boolean isBehindProxy) {

    public ConsoleConfig {
        requireNonNull(host, "host");
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("a port is 0 to 65535, but is " + port);
        }
        if (certFile.isPresent() != keyFile.isPresent()) {
            throw new IllegalArgumentException("certificate and key come together or not at all");
        }
    }

    /** On an address of this machine alone, without TLS. */
    public static ConsoleConfig local(int port) {
        return new ConsoleConfig("127.0.0.1", port, Optional.empty(), Optional.empty(), false, false);
    }

    /** Whether pages are encrypted. */
    public boolean isEncrypted() {
        return certFile.isPresent();
    }
}
