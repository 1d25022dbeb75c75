package io.heliograph.app.client;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a server listens and how it is spoken to. Immutable.
 *
 * @param host a name, an IPv4 address, or an IPv6 address without brackets
 * @param port 1 to 65535
 * @param isTls whether the connection is encrypted and the server proves who it is
 * @param certificates a PEM file with the authorities that are trusted; absent: the Java installation's own
 */
public record ServerAddress(String host, int port, boolean isTls, Optional<Path> certificates) {
    /** The port a server listens on unless told otherwise. */
    public static final int DEFAULT_PORT = 50051;

    private static final int MAX_PORT = 65_535;

    public ServerAddress {
        if (host.isBlank()) {
            throw new IllegalArgumentException("the host is empty");
        }
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("port " + port + " is not within 1 to " + MAX_PORT);
        }
    }

    /** A plaintext address. */
    public static ServerAddress plaintext(String host, int port) {
        return new ServerAddress(host, port, false, Optional.empty());
    }

    /**
     * Reads {@code host}, {@code host:port}, {@code [ipv6]} or {@code [ipv6]:port} as a plaintext address.
     *
     * @throws IllegalArgumentException if the text is none of them
     */
    public static ServerAddress parse(String text) {
        int bracket = text.startsWith("[") ? text.indexOf(']') : -1;
        int colon = text.indexOf(':', bracket + 1);
        if (bracket < 0 && colon >= 0 && text.indexOf(':', colon + 1) >= 0) {
            throw new IllegalArgumentException("'" + text + "' is no HOST:PORT; an IPv6 address needs [brackets]");
        }
        int hostEnd = colon < 0 ? text.length() : colon;
        if (bracket >= 0 && hostEnd != bracket + 1) {
            throw new IllegalArgumentException("'" + text + "' is no HOST:PORT");
        }
        String host = bracket >= 0 ? text.substring(1, bracket) : text.substring(0, hostEnd);
        return plaintext(host, colon < 0 ? DEFAULT_PORT : port(text, text.substring(colon + 1)));
    }

    /** The same place, encrypted. */
    public ServerAddress encrypted(Optional<Path> authorities) {
        return new ServerAddress(host, port, true, authorities);
    }

    /** {@code host:port}, with brackets where they are needed. */
    public String authority() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    private static int port(String text, String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no HOST:PORT", e);
        }
    }
}
