package io.heliograph.server.limits;

import static java.lang.System.Logger.Level.ERROR;
import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The limits in force now, and who is told when they change. Thread-safe.
 *
 * <p>No lock is held while listeners run. Of several threads that replace at once, one tells the listeners for all; each listener
 * is called by one thread at a time, never sees an older version after a newer one, and always sees the newest in the end. It may
 * miss a version that was replaced before its turn came.
 */
public final class LiveLimits {
    private static final System.Logger LOGGER = System.getLogger(LiveLimits.class.getName());

    private final ReentrantLock replacing = new ReentrantLock();
    private final List<Consumer<Limits>> listeners = new CopyOnWriteArrayList<>();

    /** Replacements the listeners have not been told of; whoever raises it from 0 tells them. */
    private final AtomicInteger untold = new AtomicInteger();

    /** Written under {@link #replacing}. */
    private volatile Limits now;

    public LiveLimits(Limits initial) {
        now = requireNonNull(initial, "initial");
    }

    /** The limits in force. */
    public Limits now() {
        return now;
    }

    /**
     * Tells the listener of each later replacement, in the order in which listeners were added. Whoever builds something from
     * {@link #now()} adds its listener first, so that no replacement is lost between the two.
     */
    public void addListener(Consumer<Limits> listener) {
        listeners.add(requireNonNull(listener, "listener"));
    }

    /**
     * Puts the limits in force, unless newer ones are already, and tells the listeners. A listener that fails is logged and stops
     * nobody else.
     */
    public void replace(Limits limits) {
        requireNonNull(limits, "limits");
        replacing.lock();
        try {
            if (limits.version() < now.version()) {
                return;
            }
            now = limits;
        } finally {
            replacing.unlock();
        }
        int told = untold.incrementAndGet();
        if (told > 1) {
            return;
        }
        do {
            tell(now);
            told = untold.addAndGet(-told);
        } while (told > 0);
    }

    private void tell(Limits limits) {
        for (Consumer<Limits> listener : listeners) {
            try {
                listener.accept(limits);
            } catch (RuntimeException | Error e) {
                LOGGER.log(
                        ERROR,
                        "limits version " + limits.version() + " are in force, but "
                                + listener.getClass().getName() + " could not apply them",
                        e);
            }
        }
    }
}
