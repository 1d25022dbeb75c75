package io.heliograph.server.accounts;

import static io.heliograph.server.accounts.Account.FAILURES_TO_LOCK;
import static io.heliograph.server.accounts.Account.LOCK;

import io.heliograph.server.time.Ticker;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Counts failed sign-ins by where they came from, whatever the name: five within five minutes lock the origin for five. A success
 * takes nothing back, else one good account would allow any number of guesses at the others. What is remembered is bounded; the
 * oldest is forgotten first. Thread-safe.
 */
public final class FailedOrigins {
    /** A megabyte or two. */
    static final int MAX_ORIGINS = 10_000;

    /** Whatever names its origin at greater length is cut. */
    private static final int MAX_ORIGIN_LENGTH = 200;

    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();

    /** By the time of the last failure, the oldest first. */
    private final LinkedHashMap<String, Strikes> byOrigin = new LinkedHashMap<>();

    /** Failures of an origin; five of them are a lock. Immutable. */
    private record Strikes(int count, long firstNanos, long lastNanos) {
        boolean isOver(long now) {
            long since = count >= FAILURES_TO_LOCK ? lastNanos : firstNanos;
            return now - since >= LOCK.toNanos();
        }
    }

    public FailedOrigins(Ticker ticker) {
        this.ticker = ticker;
    }

    /** How long the origin stays locked; empty if it is not. */
    public Optional<Duration> lockedFor(String origin) {
        lock.lock();
        try {
            long now = ticker.nanos();
            Strikes strikes = current(key(origin), now);
            return strikes == null || strikes.count() < FAILURES_TO_LOCK
                    ? Optional.empty()
                    : Optional.of(LOCK.minusNanos(now - strikes.lastNanos()));
        } finally {
            lock.unlock();
        }
    }

    /** Counts a failure; true if it locks the origin. */
    public boolean failed(String origin) {
        String key = key(origin);
        lock.lock();
        try {
            long now = ticker.nanos();
            Strikes before = current(key, now);
            if (before != null && before.count() >= FAILURES_TO_LOCK) {
                return false;
            }
            Strikes after = before == null
                    ? new Strikes(1, now, now)
                    : new Strikes(before.count() + 1, before.firstNanos(), now);
            byOrigin.remove(key);
            byOrigin.put(key, after);
            forgetOldest(now);
            return after.count() == FAILURES_TO_LOCK;
        } finally {
            lock.unlock();
        }
    }

    /** Origins that are remembered. */
    int size() {
        lock.lock();
        try {
            return byOrigin.size();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Strikes current(String key, long now) {
        Strikes strikes = byOrigin.get(key);
        if (strikes != null && strikes.isOver(now)) {
            byOrigin.remove(key);
            return null;
        }
        return strikes;
    }

    private void forgetOldest(long now) {
        Iterator<Strikes> oldest = byOrigin.values().iterator();
        while (oldest.hasNext()) {
            if (!oldest.next().isOver(now) && byOrigin.size() <= MAX_ORIGINS) {
                return;
            }
            oldest.remove();
        }
    }

    private static String key(String origin) {
        return origin.length() <= MAX_ORIGIN_LENGTH ? origin : origin.substring(0, MAX_ORIGIN_LENGTH);
    }
}
