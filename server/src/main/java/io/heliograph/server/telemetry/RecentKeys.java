package io.heliograph.server.telemetry;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts by key for the keys seen last; a key that comes back after it was forgotten starts at 0. Thread-safe. A new key costs a
 * walk over the bound, which is cheap beside the refusal that it counts.
 */
final class RecentKeys {
    private final int bound;
    private final AtomicLong order = new AtomicLong();
    private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();

    /** @param bound most keys remembered */
    RecentKeys(int bound) {
        this.bound = bound;
    }

    void increment(String key) {
        Entry entry = entries.computeIfAbsent(key, absent -> new Entry());
        entry.lastSeen = order.incrementAndGet();
        entry.count.increment();
        while (entries.size() > bound) {
            forgetOldest();
        }
    }

    Map<String, Long> counts() {
        Map<String, Long> counts = new HashMap<>();
        entries.forEach((key, entry) -> counts.put(key, entry.count.sum()));
        return counts;
    }

    private void forgetOldest() {
        String oldest = "";
        long oldestSeen = Long.MAX_VALUE;
        for (Map.Entry<String, Entry> candidate : entries.entrySet()) {
            if (candidate.getValue().lastSeen < oldestSeen) {
                oldestSeen = candidate.getValue().lastSeen;
                oldest = candidate.getKey();
            }
        }
        entries.remove(oldest);
    }

    private static final class Entry {
        private final LongAdder count = new LongAdder();
        /** A new entry is the newest until it is numbered, so that nobody forgets it at birth. */
        private volatile long lastSeen = Long.MAX_VALUE - 1;
    }
}
