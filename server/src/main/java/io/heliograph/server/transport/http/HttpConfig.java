package io.heliograph.server.transport.http;

import java.time.Duration;

/**
 * Where HTTP listens and what it bears. Immutable.
 *
 * @param host address or name to bind
 * @param port port to bind, 0 for any free one
 * @param maxConnections further connections wait in the backlog, at least 1
 * @param idleTimeout a connection is closed that long after its last complete request, or after it was opened, whatever it sends
 *     meanwhile; at most a tenth later; above 0
 */
public record HttpConfig(String host, int port, int maxConnections, Duration idleTimeout) {
    private static final int MAX_PORT = 65_535;
    /** Far above a few scrapers and probes; each costs a virtual thread and a file descriptor. */
    private static final int DEFAULT_MAX_CONNECTIONS = 1_024;

    private static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofSeconds(30);

    public HttpConfig {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("the HTTP port must be 0 to " + MAX_PORT + ", not " + port);
        }
        if (maxConnections < 1) {
            throw new IllegalArgumentException("HTTP needs at least 1 connection, not " + maxConnections);
        }
        if (!idleTimeout.isPositive()) {
            throw new IllegalArgumentException("the HTTP idle timeout must be above 0, not " + idleTimeout);
        }
    }

    /** 1 024 connections, 30 s. */
    public static HttpConfig of(String host, int port) {
        return new HttpConfig(host, port, DEFAULT_MAX_CONNECTIONS, DEFAULT_IDLE_TIMEOUT);
    }
}
