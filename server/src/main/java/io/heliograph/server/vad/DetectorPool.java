package io.heliograph.server.vad;

import static java.lang.System.Logger.Level.WARNING;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The detector slots: a session with its detector on holds one from creation to end. The capacity starts small, grows to the
 * session limit when it is reached, and never shrinks; a returned detector is reused after a reset. Thread-safe.
 */
public final class DetectorPool {
    private static final System.Logger LOGGER = System.getLogger(DetectorPool.class.getName());

    private final Supplier<VoiceDetector> factory;
    private final double growthFactor;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<VoiceDetector> idle = new ArrayDeque<>();
    private long capacity;
    private int inUse;

    /**
     * A pool.
     *
     * @param factory makes a detector
     * @param capacity slots at the start; 0 = without a bound
     * @param growthFactor by which the capacity grows, at least 1
     * @param prewarmed detectors made at once
     */
    public DetectorPool(Supplier<VoiceDetector> factory, int capacity, double growthFactor, int prewarmed) {
        this.factory = factory;
        this.capacity = capacity;
        this.growthFactor = Math.max(1, growthFactor);
        for (int i = 0; i < prewarmed; i++) {
            idle.add(factory.get());
        }
    }

    /**
     * Takes a slot.
     *
     * @param maxCapacity up to where the capacity may grow now; 0 = without a bound
     * @return empty if none is left or no detector can be made
     */
    public Optional<Lease> lease(long maxCapacity) {
        lock.lock();
        try {
            if (capacity > 0 && inUse >= capacity && !grow(maxCapacity)) {
                return Optional.empty();
            }
            VoiceDetector detector = idle.isEmpty() ? factory.get() : idle.removeFirst();
            inUse++;
            return Optional.of(new Lease(detector));
        } catch (RuntimeException e) {
            LOGGER.log(WARNING, "no detector can be made, %d in use".formatted(inUse), e);
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Slots taken. */
    public int inUse() {
        lock.lock();
        try {
            return inUse;
        } finally {
            lock.unlock();
        }
    }

    private boolean grow(long maxCapacity) {
        long grown = Math.max(capacity + 1, (long) Math.ceil(capacity * growthFactor));
        long target = maxCapacity > 0 ? Math.min(grown, maxCapacity) : grown;
        if (target <= capacity) {
            return false;
        }
        capacity = target;
        return true;
    }

    private void giveBack(VoiceDetector detector) {
        detector.reset();
        lock.lock();
        try {
            inUse--;
            idle.addFirst(detector);
        } finally {
            lock.unlock();
        }
    }

    /** One slot with its detector; closing it twice is harmless. */
    public final class Lease implements AutoCloseable {
        private final VoiceDetector detector;
        private final AtomicBoolean open = new AtomicBoolean(true);

        private Lease(VoiceDetector detector) {
            this.detector = detector;
        }

        public VoiceDetector detector() {
            return detector;
        }

        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                giveBack(detector);
            }
        }
    }
}
