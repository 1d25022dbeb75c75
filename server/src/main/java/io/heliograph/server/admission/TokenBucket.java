package io.heliograph.server.admission;

import io.heliograph.server.limits.BucketRate;

/**
 * One client's token bucket (contract §2.5). It counts from the last time that tokens were taken and not from the last question, so
 * refusals add no rounding errors. Confined to the lock of its {@link RateLimiter}.
 */
final class TokenBucket {
    private static final double NANOS_PER_SECOND = 1e9;

    private double tokens;
    private long sinceNanos;
    private long usedNanos;

    /** A full bucket. */
    TokenBucket(BucketRate rate, long nowNanos) {
        tokens = rate.capacity();
        sinceNanos = nowNanos;
        usedNanos = nowNanos;
    }

    /** The tokens it holds now. */
    double available(BucketRate rate, long nowNanos) {
        long elapsedNanos = nowNanos - sinceNanos;
        double refill = elapsedNanos <= 0 ? 0 : elapsedNanos * rate.perSecond() / NANOS_PER_SECOND;
        return Math.min(rate.capacity(), tokens + refill);
    }

    /** Takes tokens, of which there must be so many. */
    void take(double amount, BucketRate rate, long nowNanos) {
        tokens = available(rate, nowNanos) - amount;
        sinceNanos = nowNanos;
    }

    /** Goes on with another rate; what it holds beyond the new capacity is lost. */
    void swap(BucketRate from, BucketRate to, long nowNanos) {
        tokens = Math.min(available(from, nowNanos), to.capacity());
        sinceNanos = nowNanos;
    }

    /** Notes that somebody asked. */
    void touch(long nowNanos) {
        usedNanos = nowNanos;
    }

    /** How long nobody has asked, nanoseconds. */
    long idleNanos(long nowNanos) {
        return nowNanos - usedNanos;
    }
}
