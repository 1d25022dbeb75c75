package io.heliograph.server.concurrent;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Units taken from an {@link AdjustableSemaphore}, given back by {@link #close}. Close it in try-with-resources, or hand it to the
 * object whose own close gives it back: a permit that is dropped without closing is lost. Thread-safe.
 */
public final class Permit implements AutoCloseable {
    private static final Permit NONE = new Permit("nothing", 0, 0, () -> {});

    private final String name;
    private final long units;
    private final long takenNanos;
    private final Runnable giveBack;
    private final AtomicBoolean closed = new AtomicBoolean();

    Permit(String name, long units, long takenNanos, Runnable giveBack) {
        this.name = name;
        this.units = units;
        this.takenNanos = takenNanos;
        this.giveBack = giveBack;
    }

    /** Stands in where a gate is off: no units, taken at 0, closing it does nothing. */
    public static Permit none() {
        return NONE;
    }

    /** How many units it holds, or held. */
    public long units() {
        return units;
    }

    /** When it was taken, nanoseconds on the semaphore's ticker. */
    public long takenNanos() {
        return takenNanos;
    }

    /** Gives the units back. Only the first call does; any thread may make it. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            giveBack.run();
        }
    }

    @Override
    public String toString() {
        return units + " of " + name + (closed.get() ? ", given back" : "");
    }
}
