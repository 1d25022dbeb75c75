package io.heliograph.server.telemetry;

import io.heliograph.server.time.Ticker;

/**
 * The longest duration of the last five minutes, forgotten at most five seconds late; whole microseconds, up to 19 hours.
 * Thread-safe and lock-free.
 */
final class SlidingMaximum {
    private static final long SLOT_NANOS = 5_000_000_000L;
    /** Five minutes, and the running slot. */
    private static final int SLOTS = 61;

    private static final double MICROS_PER_SECOND = 1e6;

    private final SlottedRing ring;

    SlidingMaximum(Ticker ticker) {
        ring = new SlottedRing(ticker, SLOT_NANOS, SLOTS, Math::max);
    }

    void observe(long nanos) {
        ring.add(Math.min(SlottedRing.MAX_PAYLOAD, nanos / 1_000));
    }

    /** 0 if nothing was observed lately. */
    double seconds() {
        long[] longestMicros = new long[1];
        ring.forEach(SLOTS, micros -> longestMicros[0] = Math.max(longestMicros[0], micros));
        return longestMicros[0] / MICROS_PER_SECOND;
    }
}
