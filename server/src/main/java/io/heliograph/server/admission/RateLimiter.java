package io.heliograph.server.admission;

import io.heliograph.server.limits.BucketRate;
import io.heliograph.server.time.Ticker;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Token buckets of clients, and of the groups some of them belong to: who is in a group passes only if both buckets have enough,
 * and then takes from both; a refusal takes from neither. Thread-safe.
 *
 * <p>Own code and no library, because the contract fixes what libraries decide for themselves: an amount above the capacity never
 * passes, nobody may go into debt, a new rate keeps what is left, and the number and the idle time of keys are bounded.
 */
final class RateLimiter {
    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final KeyedBuckets clients;
    private final KeyedBuckets groups;

    /**
     * A limiter whose buckets are all full.
     *
     * @param clientRate the bucket of each client
     * @param groupRate the bucket of each group
     */
    RateLimiter(BucketRate clientRate, BucketRate groupRate, Ticker ticker) {
        this.clients = new KeyedBuckets(clientRate);
        this.groups = new KeyedBuckets(groupRate);
        this.ticker = ticker;
    }

    /**
     * A refusal.
     *
     * @param key whose bucket has too little
     * @param rate how that bucket fills
     */
    record Refusal(String key, BucketRate rate) {}

    /** Takes tokens of a client; present if there are too few. */
    Optional<Refusal> take(String client, double amount) {
        return take(client, Optional.empty(), amount);
    }

    /** Takes tokens of a client and of its group, if it is in one; present if either has too few. */
    Optional<Refusal> take(String client, Optional<String> group, double amount) {
        lock.lock();
        try {
            long nowNanos = ticker.nanos();
            if (!clients.holds(client, amount, nowNanos)) {
                return Optional.of(new Refusal(client, clients.rate()));
            }
            if (group.isPresent()) {
                if (!groups.holds(group.get(), amount, nowNanos)) {
                    return Optional.of(new Refusal(group.get(), groups.rate()));
                }
                groups.take(group.get(), amount, nowNanos);
            }
            clients.take(client, amount, nowNanos);
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Puts other rates in force at once; each bucket keeps what it holds, up to the new capacity. */
    void swap(BucketRate clientRate, BucketRate groupRate) {
        lock.lock();
        try {
            long nowNanos = ticker.nanos();
            clients.swap(clientRate, nowNanos);
            groups.swap(groupRate, nowNanos);
        } finally {
            lock.unlock();
        }
    }

    /** Clients whose buckets are kept. */
    int clientCount() {
        lock.lock();
        try {
            return clients.size();
        } finally {
            lock.unlock();
        }
    }
}
