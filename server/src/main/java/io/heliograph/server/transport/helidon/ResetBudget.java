package io.heliograph.server.transport.helidon;

import io.heliograph.server.time.Ticker;
import java.time.Duration;

/**
 * Fault: Helidon counts every cancel as a rapid reset, because gRPC streams never leave its initial write state, and ends the
 * connection of a client that hangs up 51 calls in 10 s; what it makes the server reset is counted over the life of a connection.
 * Cure: Helidon's counts are off, and this is ours, with the configured bound, for resets of either side. Thread-safe.
 */
final class ResetBudget {
    private final long max;
    private final long windowNanos;
    private final Ticker ticker;
    private long windowStartNanos;
    private long used;

    /** @param max events in a window; ≤ 0 = without a bound */
    ResetBudget(long max, Duration window, Ticker ticker) {
        this.max = max;
        this.windowNanos = window.toNanos();
        this.ticker = ticker;
        this.windowStartNanos = ticker.nanos();
    }

    /** Whether one more is within the bound; it is counted. */
    synchronized boolean take() {
        long now = ticker.nanos();
        if (now - windowStartNanos > windowNanos) {
            windowStartNanos = now;
            used = 0;
        }
        used++;
        return max <= 0 || used <= max;
    }
}
