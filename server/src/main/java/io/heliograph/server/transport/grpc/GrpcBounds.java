package io.heliograph.server.transport.grpc;

import java.time.Duration;

/**
 * What peers may take of the gRPC listener before they are cut off. Immutable.
 *
 * @param keepAliveTime a peer from which no frame came for so long is asked whether it is still there; more than zero
 * @param keepAliveTimeout how long it may take to answer; then its connection is closed; more than zero
 * @param handshakeTimeout how long a connection may take for TLS and its first settings, and later for each block of headers, from
 *     the first byte to the last; more than zero
 * @param maxConnections connections at a time; further ones are closed at once; ≤ 0 = without a bound
 * @param maxConnectionsPerAddress the same of one client address, IPv6 by its /64; ≤ 0 = without a bound
 * @param maxCallsPerConnection calls open at a time on one connection; ≤ 0 = without a bound
 * @param maxResetsPerSec streams a client may reset per second, on average over {@link #RESET_WINDOW}; more end its connection;
 *     ≤ 0 = without a bound
 */
public record GrpcBounds(
        Duration keepAliveTime,
        Duration keepAliveTimeout,
        Duration handshakeTimeout,
        int maxConnections,
        int maxConnectionsPerAddress,
        int maxCallsPerConnection,
        int maxResetsPerSec) {

    /** Long enough that a proxy may hand on the hang-ups of many clients in one burst. */
    public static final Duration RESET_WINDOW = Duration.ofSeconds(10);

    public GrpcBounds {
        if (!keepAliveTime.isPositive() || !keepAliveTimeout.isPositive()) {
            throw new IllegalArgumentException("keep-alive time %d ms and timeout %d ms must be more than 0"
                    .formatted(keepAliveTime.toMillis(), keepAliveTimeout.toMillis()));
        }
        if (!handshakeTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "handshake timeout %d ms must be more than 0".formatted(handshakeTimeout.toMillis()));
        }
    }

    /** The longest a peer can be gone without a word before the transport knows. */
    public Duration silentPeer() {
        return keepAliveTime.plus(keepAliveTimeout);
    }
}
