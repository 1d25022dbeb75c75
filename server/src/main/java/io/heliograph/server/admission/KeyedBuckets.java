package io.heliograph.server.admission;

import io.heliograph.server.limits.BucketRate;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Token buckets of one rate by key, the least recently used first. Confined to the lock of its {@link RateLimiter}. */
final class KeyedBuckets {
    /** Keys kept (contract §2.5). */
    static final int MAX_KEYS = 10_000;

    /** A key that nobody used for longer is dropped (contract §2.5). */
    static final long MAX_IDLE_NANOS = 300_000_000_000L;

    private static final float STANDARD_LOAD_FACTOR = 0.75f;

    private final Map<String, TokenBucket> buckets = new LinkedHashMap<>(16, STANDARD_LOAD_FACTOR, true);
    private BucketRate rate;

    KeyedBuckets(BucketRate rate) {
        this.rate = rate;
    }

    BucketRate rate() {
        return rate;
    }

    int size() {
        return buckets.size();
    }

    /** Whether the key has that many tokens; counts as a use, but a key that nothing was taken from is not kept. */
    boolean holds(String key, double amount, long nowNanos) {
        if (rate.isOff()) {
            return true;
        }
        dropIdle(nowNanos);
        TokenBucket bucket = buckets.get(key);
        if (bucket == null) {
            return rate.capacity() >= amount;
        }
        bucket.touch(nowNanos);
        return bucket.available(rate, nowNanos) >= amount;
    }

    /** Takes tokens that the key {@linkplain #holds holds}. */
    void take(String key, double amount, long nowNanos) {
        if (rate.isOff()) {
            return;
        }
        TokenBucket bucket = buckets.get(key);
        if (bucket == null) {
            makeRoom();
            bucket = new TokenBucket(rate, nowNanos);
            buckets.put(key, bucket);
        }
        bucket.take(amount, rate, nowNanos);
    }

    /** Goes on with another rate. Nothing is remembered while there is no limit. */
    void swap(BucketRate next, long nowNanos) {
        if (next.isOff()) {
            buckets.clear();
        }
        for (TokenBucket bucket : buckets.values()) {
            bucket.swap(rate, next, nowNanos);
        }
        rate = next;
    }

    private void dropIdle(long nowNanos) {
        Iterator<TokenBucket> oldestFirst = buckets.values().iterator();
        while (oldestFirst.hasNext() && oldestFirst.next().idleNanos(nowNanos) > MAX_IDLE_NANOS) {
            oldestFirst.remove();
        }
    }

    private void makeRoom() {
        if (buckets.size() >= MAX_KEYS) {
            Iterator<TokenBucket> oldestFirst = buckets.values().iterator();
            oldestFirst.next();
            oldestFirst.remove();
        }
    }
}
