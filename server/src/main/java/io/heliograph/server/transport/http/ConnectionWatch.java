package io.heliograph.server.transport.http;

import io.helidon.common.socket.SocketOptions;
import io.heliograph.server.time.Periodic;
import io.heliograph.server.time.Ticker;
import io.heliograph.server.transport.socket.ObservedSocketOptions;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Closes connections that take too long over a request: to send it, to take its answer, or to send the next one. Helidon 4.5 knows
 * only those that idle between requests; whoever stalls inside one would stay for ever, and drip-fed bytes would outlive any read
 * timeout. Thread-safe.
 */
final class ConnectionWatch implements AutoCloseable {
    private static final int ROUNDS_PER_TIMEOUT = 10;

    private final Map<SocketAddress, Watched> connections = new ConcurrentHashMap<>();
    private final long timeoutNanos;
    private final Ticker ticker;
    private final Periodic rounds;

    /**
     * A connection.
     *
     * @param channel its socket
     * @param sinceNanos when its last request was complete, or it was opened
     */
    private record Watched(SocketChannel channel, long sinceNanos) {}

    /** @param timeout from one complete request to the next, above 0; kept to a tenth */
    ConnectionWatch(Duration timeout, Ticker ticker) {
        this.timeoutNanos = timeout.toNanos();
        this.ticker = ticker;
        Duration round = timeout.dividedBy(ROUNDS_PER_TIMEOUT);
        // Whoever comes while nobody is there has all of the time yet.
        Duration rest = timeout.minus(round);
        this.rounds = new Periodic("http-connections", () -> connections.isEmpty() ? rest : round, this::round);
    }

    /** The options, and whatever is opened with them is watched. */
    SocketOptions watching(SocketOptions options) {
        return new ObservedSocketOptions(options, this::opened);
    }

    /** A whole request came from there: the connection has its time anew. */
    void requested(SocketAddress peer) {
        connections.computeIfPresent(peer, (address, watched) -> new Watched(watched.channel(), ticker.nanos()));
    }

    /** Connections that are open, or were at the last round. */
    int size() {
        return connections.size();
    }

    private void opened(SocketChannel channel) {
        try {
            SocketAddress peer = channel.getRemoteAddress();
            if (peer != null) {
                connections.put(peer, new Watched(channel, ticker.nanos()));
            }
        } catch (IOException e) {
            // It is closed already.
        }
    }

    private void round() {
        long now = ticker.nanos();
        Iterator<Watched> all = connections.values().iterator();
        while (all.hasNext()) {
            Watched watched = all.next();
            if (now - watched.sinceNanos() >= timeoutNanos) {
                end(watched.channel());
            }
            if (!watched.channel().isOpen()) {
                all.remove();
            }
        }
    }

    private static void end(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // The client was faster.
        }
    }

    @Override
    public void close() {
        rounds.close();
    }
}
