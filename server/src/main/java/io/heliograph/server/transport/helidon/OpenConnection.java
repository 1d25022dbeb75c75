package io.heliograph.server.transport.helidon;

import io.heliograph.server.time.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The socket of a connection, and since when something is awaited of it. Thread-safe. */
final class OpenConnection {
    private static final long NOTHING = -1;

    private final SocketChannel channel;
    private final InetAddress peer;
    private final Ticker ticker;
    private final AtomicBoolean hasLeft = new AtomicBoolean();
    private volatile long awaitedSinceNanos;
    private volatile long writingSinceNanos = NOTHING;
    private volatile long heardNanos;
    private volatile long pingedNanos = NOTHING;
    private volatile long endNanos = NOTHING;
    private volatile @Nullable Wire wire;

    /** One that has just been accepted: its TLS, preface and first settings are awaited. */
    OpenConnection(SocketChannel channel, InetAddress peer, Ticker ticker) {
        this.channel = channel;
        this.peer = peer;
        this.ticker = ticker;
        this.awaitedSinceNanos = ticker.nanos();
        this.heardNanos = awaitedSinceNanos;
    }

    InetAddress peer() {
        return peer;
    }

    /** From now on frames go over it. */
    void speaks(Wire parts) {
        wire = parts;
    }

    @Nullable
    Wire wire() {
        return wire;
    }

    /** The first byte of something is here, whose end is awaited. */
    void begun() {
        if (awaitedSinceNanos == NOTHING) {
            awaitedSinceNanos = ticker.nanos();
        }
    }

    /** It is complete. */
    void completed() {
        awaitedSinceNanos = NOTHING;
    }

    /** Bytes came. */
    void heard() {
        heardNanos = ticker.nanos();
        pingedNanos = NOTHING;
    }

    void writingSince(long nanos) {
        writingSinceNanos = nanos;
    }

    void written() {
        writingSinceNanos = NOTHING;
    }

    /** What the peer sends is still read for so long, then it is closed. */
    void lingers(long nanos) {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            // The client was faster.
        }
        endNanos = ticker.nanos() + nanos;
    }

    /** Whether it has begun something for so long without ending it, or has lingered enough. */
    boolean isLate(long now, long timeoutNanos) {
        return isPast(awaitedSinceNanos, now, timeoutNanos) || isPast(endNanos, now, 0);
    }

    /** Whether it has taken nothing for so long of what is being written, or has not answered a ping. */
    boolean isGone(long now, long timeoutNanos) {
        return isPast(writingSinceNanos, now, timeoutNanos) || isPast(pingedNanos, now, timeoutNanos);
    }

    private static boolean isPast(long since, long now, long timeoutNanos) {
        return since != NOTHING && now - since >= timeoutNanos;
    }

    /** Asks the peer whether it is there, if it was silent for so long and was not asked. */
    void pingAfter(long silentNanos, long now) {
        Wire parts = wire;
        if (parts != null && pingedNanos == NOTHING && now - heardNanos >= silentNanos) {
            pingedNanos = now;
            parts.outlet().offer(Frame.of(Frame.PING, 0, 0, new byte[Long.BYTES]));
        }
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** Whether it is the first time that this is asked. */
    boolean leaves() {
        return hasLeft.compareAndSet(false, true);
    }

    /** Closes the socket, whoever reads or writes it. */
    void end() {
        try {
            channel.close();
        } catch (IOException e) {
            // The client was faster.
        }
    }
}
