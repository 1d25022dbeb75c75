package io.heliograph.server.admission;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Signatures that have registered a session, oldest first, up to a bound. Thread-safe. */
final class UsedSignatures {
    /** Signatures remembered (contract §2.4, single use). */
    static final int MAX_REMEMBERED = 100_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Long> usedNanos = new LinkedHashMap<>();

    /**
     * Uses a signature; false if that was done before, no longer ago than given.
     *
     * @param memoryNanos how long a use is remembered
     */
    boolean use(String signature, long nowNanos, long memoryNanos) {
        lock.lock();
        try {
            forget(nowNanos, memoryNanos);
            if (usedNanos.containsKey(signature)) {
                return false;
            }
            if (usedNanos.size() >= MAX_REMEMBERED) {
                Iterator<Long> oldestFirst = usedNanos.values().iterator();
                oldestFirst.next();
                oldestFirst.remove();
            }
            usedNanos.put(signature, nowNanos);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void forget(long nowNanos, long memoryNanos) {
        Iterator<Long> oldestFirst = usedNanos.values().iterator();
        while (oldestFirst.hasNext() && nowNanos - oldestFirst.next() > memoryNanos) {
            oldestFirst.remove();
        }
    }
}
