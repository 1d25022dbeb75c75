package io.heliograph.server.transport.helidon;

import io.helidon.common.socket.SocketOptions;
import io.heliograph.server.time.Periodic;
import io.heliograph.server.time.Ticker;
import io.heliograph.server.transport.grpc.ConnectionCounts;
import io.heliograph.server.transport.grpc.GrpcBounds;
import io.heliograph.server.transport.socket.ObservedSocketOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Fault: Helidon bounds connections only by letting further ones wait, looks for silent peers only between requests, gives TLS,
 * preface and headers all the time they like, and never asks a peer whether it is there. Cure: connections are counted as they are
 * accepted, and one thread looks after all of them. Thread-safe.
 */
final class OpenConnections implements AutoCloseable {
    private static final int ROUNDS_PER_TIMEOUT = 10;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final GrpcBounds bounds;
    private final Ticker ticker;
    private final ConnectionCounts counts;
    private final Map<SocketAddress, OpenConnection> open = new ConcurrentHashMap<>();
    private final Periodic rounds;
    private volatile boolean isClosing;

    /** Too many connections, or none are taken any more; Helidon closes the socket then and says nothing. */
    private static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message, null, false, false);
        }
    }

    OpenConnections(GrpcBounds bounds, Ticker ticker) {
        this.bounds = bounds;
        this.ticker = ticker;
        this.counts = new ConnectionCounts(bounds.maxConnections(), bounds.maxConnectionsPerAddress());
        this.rounds = new Periodic("grpc-connections", pause(bounds), this::round);
    }

    private static Duration pause(GrpcBounds bounds) {
        Duration shortest = bounds.handshakeTimeout().compareTo(bounds.keepAliveTimeout()) < 0
                ? bounds.handshakeTimeout()
                : bounds.keepAliveTimeout();
        Duration pause = shortest.dividedBy(ROUNDS_PER_TIMEOUT);
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /** The options, and whatever is accepted with them is counted. */
    SocketOptions counting(SocketOptions options) {
        return new ObservedSocketOptions(options, this::accepted);
    }

    private void accepted(SocketChannel channel) {
        InetSocketAddress peer;
        try {
            peer = (InetSocketAddress) channel.getRemoteAddress();
        } catch (IOException e) {
            throw new RefusedException("closed already");
        }
        if (isClosing || !counts.enter(peer.getAddress())) {
            throw new RefusedException("no room");
        }
        OpenConnection former = open.put(peer, new OpenConnection(channel, peer.getAddress(), ticker));
        if (former != null) {
            leave(former);
        }
    }

    /** The one from there. */
    @Nullable
    OpenConnection from(SocketAddress peer) {
        return open.get(peer);
    }

    /** It counts no more; it is looked after until its socket is closed. */
    void leave(OpenConnection connection) {
        if (connection.leaves()) {
            counts.leave(connection.peer());
        }
    }

    int total() {
        return counts.total();
    }

    /** The parts of those that speak. */
    List<Wire> wires() {
        return open.values().stream()
                .map(OpenConnection::wire)
                .flatMap(Stream::ofNullable)
                .toList();
    }

    /** Waits until all that waits is written, at most that long for all together. */
    void finish(long nanos) {
        long deadline = ticker.nanos() + nanos;
        wires().forEach(wire -> wire.outlet().finish(Math.max(0, deadline - ticker.nanos())));
    }

    /** Takes no more. */
    void refuseAll() {
        isClosing = true;
    }

    private void round() {
        long now = ticker.nanos();
        open.forEach((peer, connection) -> {
            if (connection.isLate(now, bounds.handshakeTimeout().toNanos())
                    || connection.isGone(now, bounds.keepAliveTimeout().toNanos())) {
                connection.end();
            }
            if (connection.isOpen()) {
                connection.pingAfter(bounds.keepAliveTime().toNanos(), now);
            } else {
                open.remove(peer, connection);
                leave(connection);
            }
        });
    }

    @Override
    public void close() {
        rounds.close();
        open.values().forEach(OpenConnection::end);
    }
}
