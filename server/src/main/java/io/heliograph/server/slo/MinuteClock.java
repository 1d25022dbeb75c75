package io.heliograph.server.slo;

import io.heliograph.server.time.Ticker;
import java.time.InstantSource;

/**
 * Says which minute it is: the wall clock as it was at the last check, and the monotonic clock since. A wall clock that jumps is
 * followed, but only at a check, and the jump is told. Thread-safe; only one thread checks.
 */
final class MinuteClock {
    static final long MINUTE_NANOS = 60_000_000_000L;
    private static final long MILLI_NANOS = 1_000_000L;

    /** More than a daemon that keeps the time corrects at once. */
    private static final long JUMP_NANOS = 2_000_000_000L;

    private final Ticker ticker;
    private final InstantSource wall;

    /** Wall clock minus ticker, nanoseconds; fits until the year 2262. */
    private volatile long offsetNanos;

    MinuteClock(Ticker ticker, InstantSource wall) {
        this.ticker = ticker;
        this.wall = wall;
        offsetNanos = wallNanos() - ticker.nanos();
    }

    /** Minutes since 1970 (UTC). */
    long minute() {
        return Math.floorDiv(ticker.nanos() + offsetNanos, MINUTE_NANOS);
    }

    /** Seconds since 1970. */
    long second() {
        return Math.floorDiv(ticker.nanos() + offsetNanos, 1_000_000_000L);
    }

    /** Time until the next minute begins, nanoseconds, above 0. */
    long untilNextMinuteNanos() {
        return MINUTE_NANOS - Math.floorMod(ticker.nanos() + offsetNanos, MINUTE_NANOS);
    }

    /** Follows the wall clock; the seconds that it jumped since the last check, 0 if it did not. */
    long follow() {
        long offset = wallNanos() - ticker.nanos();
        long change = offset - offsetNanos;
        offsetNanos = offset;
        return Math.abs(change) <= JUMP_NANOS ? 0 : Math.round(change / 1e9);
    }

    private long wallNanos() {
        return Math.multiplyExact(wall.millis(), MILLI_NANOS);
    }
}
