package io.heliograph.server.transport.helidon;

import io.heliograph.server.time.Ticker;
import io.heliograph.server.transport.grpc.GrpcSetup;
import java.util.concurrent.TimeUnit;

/**
 * Fault: Helidon answers as many pings as come. Cure: the rule of grpc-java, in which two that come too early are overlooked, the
 * next ends the connection, and whatever the server sends begins anew. Thread-safe.
 */
final class PingPolicy {
    private static final int OVERLOOKED = 2;
    private static final long PERMITTED_NANOS = TimeUnit.SECONDS.toNanos(GrpcSetup.PERMITTED_PING_SECONDS);

    private final Ticker ticker;
    private final long startNanos;
    private long lastNanos;
    private int early;

    PingPolicy(Ticker ticker) {
        this.ticker = ticker;
        this.startNanos = ticker.nanos();
        this.lastNanos = startNanos;
    }

    /** Whether a ping that has just come is to be answered. */
    synchronized boolean isPermitted() {
        long now = ticker.nanos();
        if (now - lastNanos >= PERMITTED_NANOS) {
            lastNanos = now;
            return true;
        }
        early++;
        return early <= OVERLOOKED;
    }

    /** Something of a call was sent. */
    synchronized void sent() {
        lastNanos = startNanos;
        early = 0;
    }
}
