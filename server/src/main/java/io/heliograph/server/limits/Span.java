package io.heliograph.server.limits;

/** Seconds of a setting as the nanoseconds that waits count in. */
final class Span {
    /** Stands for a wait without end. */
    static final long FOREVER = Long.MAX_VALUE;

    private Span() {}

    /** Nanoseconds; {@link #FOREVER} for 0 or less, which switches the setting off, and for more than fits. */
    static long nanosOrForever(double seconds) {
        return seconds > 0 ? nanos(seconds) : FOREVER;
    }

    /** Nanoseconds, none for 0 or less. */
    static long nanos(double seconds) {
        return (long) (Math.max(0, seconds) * 1e9);
    }
}
