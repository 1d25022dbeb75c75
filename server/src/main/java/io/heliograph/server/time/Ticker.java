package io.heliograph.server.time;

/** A monotonic clock in nanoseconds since a fixed moment. Thread-safe. */
@FunctionalInterface
public interface Ticker {

    /** Nanoseconds since a fixed moment in the life of the process; never negative, never goes back. */
    long nanos();

    /** The machine's monotonic clock, counted from the first use, so that deadlines are far from any overflow. */
    static Ticker system() {
        return SystemTicker.INSTANCE;
    }
}
