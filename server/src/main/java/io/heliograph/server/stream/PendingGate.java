package io.heliograph.server.stream;

import io.heliograph.server.time.Ticker;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * How many decodes may be pending over all streams. A partial that finds no room is refused; a settled decode takes the place of
 * the oldest queued partial, or waits. The limit is read at each call, so a lowered one ends nothing: the debt is paid as decodes
 * complete. Thread-safe.
 */
public final class PendingGate {
    private final IntSupplier limit;
    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private final Set<Place> evictable = new LinkedHashSet<>();
    private int pending;

    /**
     * A gate.
     *
     * @param limit pending decodes allowed now; ≤ 0 = without a bound
     */
    public PendingGate(IntSupplier limit, Ticker ticker) {
        this.limit = limit;
        this.ticker = ticker;
    }

    /**
     * A place for a partial.
     *
     * @param evict gives the partial up if it has not started, and says whether it has; called with the gate's lock held, so it
     *     must not call back
     */
    Optional<Place> admitPartial(BooleanSupplier evict) {
        lock.lock();
        try {
            if (isFull()) {
                return Optional.empty();
            }
            pending++;
            Place place = new Place(evict);
            evictable.add(place);
            return Optional.of(place);
        } finally {
            lock.unlock();
        }
    }

    /** A place for a settled decode; waits for it at most that long. */
    Optional<Place> admitSettled(long timeoutNanos) throws InterruptedException {
        long deadline = ticker.nanos() + timeoutNanos;
        lock.lockInterruptibly();
        try {
            while (isFull() && !evictOldest()) {
                long left = deadline - ticker.nanos();
                if (left <= 0) {
                    return Optional.empty();
                }
                @SuppressWarnings("unused") // the loop looks at the clock itself
                long remaining = released.awaitNanos(left);
            }
            pending++;
            return Optional.of(new Place(() -> false));
        } finally {
            lock.unlock();
        }
    }

    /** Decodes scheduled and neither delivered nor dropped. */
    public int pending() {
        lock.lock();
        try {
            return pending;
        } finally {
            lock.unlock();
        }
    }

    private boolean isFull() {
        int most = limit.getAsInt();
        return most > 0 && pending >= most;
    }

    private boolean evictOldest() {
        for (Iterator<Place> oldest = evictable.iterator(); oldest.hasNext(); ) {
            Place place = oldest.next();
            oldest.remove();
            if (place.evict.getAsBoolean()) {
                place.evicted = true;
                pending--;
                return true;
            }
        }
        return false;
    }

    /** One pending decode. Releasing it twice is harmless. */
    final class Place {
        private final BooleanSupplier evict;
        private boolean evicted;
        private boolean free;

        private Place(BooleanSupplier evict) {
            this.evict = evict;
        }

        /** Whether a settled decode has taken it. */
        boolean isEvicted() {
            lock.lock();
            try {
                return evicted;
            } finally {
                lock.unlock();
            }
        }

        /** Gives it back, unless a settled decode has taken it. */
        void release() {
            lock.lock();
            try {
                if (!free) {
                    free = true;
                    evictable.remove(this);
                    if (!evicted) {
                        pending--;
                        released.signal();
                    }
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
