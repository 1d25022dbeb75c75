package io.heliograph.server.time;

/** A monotonic clock in nanoseconds with an arbitrary origin. Thread-safe. */
@FunctionalInterface
public interface Ticker {

    /** Nanoseconds since an arbitrary, fixed moment; never goes back. */
    long nanos();

    /** The machine's monotonic clock. */
    static Ticker system() {
        return System::nanoTime;
    }
}
