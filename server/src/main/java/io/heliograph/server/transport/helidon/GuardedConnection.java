package io.heliograph.server.transport.helidon;

import static java.lang.System.Logger.Level.DEBUG;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Fault: Helidon tells no call that its connection has ended, and warns with a stack trace of whatever a client does that it did not
 * expect, so that anybody could fill the log. Cure: whatever ends the connection, every call is told, and the cause is one line for
 * those who debug. Thread-safe.
 */
final class GuardedConnection implements ServerConnection {
    private static final System.Logger LOGGER = System.getLogger(GuardedConnection.class.getName());

    /** For the last frames, which say why. */
    private static final long LAST_WORDS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int MAX_UNREAD_BYTES = 64 * 1024;

    private final ServerConnection http2;
    private final DataReader in;
    private final Wire wire;
    private final Runnable left;

    /**
     * A connection.
     *
     * @param http2 Helidon's part of it
     * @param in what the client sends, unguarded
     * @param left is told when it is over
     */
    GuardedConnection(ServerConnection http2, DataReader in, Wire wire, Runnable left) {
        this.http2 = http2;
        this.in = in;
        this.wire = wire;
        this.left = left;
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        try {
            http2.handle(limit);
        } catch (RuntimeException e) {
            LOGGER.log(DEBUG, "a gRPC connection has ended", e);
            throw new CloseConnectionException("ended", e);
        } finally {
            wire.calls().connectionLost();
            wire.outlet().finish(LAST_WORDS_NANOS);
            if (wire.calls().hasGoneAway()) {
                linger();
            }
            left.run();
        }
    }

    /**
     * Closing with unread bytes on the way would be a reset, which may overtake what the client was told: they are read, as far as
     * they come soon and are few.
     */
    private void linger() {
        wire.connection().lingers(LAST_WORDS_NANOS);
        try {
            for (int bytes = 0; bytes < MAX_UNREAD_BYTES; ) {
                in.ensureAvailable();
                int available = in.available();
                in.skip(available);
                bytes += available;
            }
        } catch (DataReader.InsufficientDataAvailableException | CloseConnectionException e) {
            // That was all.
        }
    }

    @Override
    public Duration idleTime() {
        // Idle connections are looked after by OpenConnections, silent calls by themselves.
        return Duration.ZERO;
    }

    @Override
    public void close(boolean interrupt) {
        http2.close(interrupt);
    }
}
