package io.heliograph.server.limits;

import static io.heliograph.server.limits.LimitKey.ADAPTIVE_BUFFER_RATIO_HIGH;
import static io.heliograph.server.limits.LimitKey.ADAPTIVE_CREATE_SESSION_BACKOFF_SEC;
import static io.heliograph.server.limits.LimitKey.ADAPTIVE_ORPHAN_RATE_HIGH;
import static io.heliograph.server.limits.LimitKey.ADAPTIVE_PARTIAL_INTERVAL_MAX_SEC;
import static io.heliograph.server.limits.LimitKey.ADAPTIVE_PARTIAL_INTERVAL_SCALE;
import static io.heliograph.server.limits.LimitKey.ADAPTIVE_PENDING_RATIO_HIGH;
import static io.heliograph.server.limits.LimitKey.ADAPTIVE_THROTTLE_ENABLED;
import static io.heliograph.server.limits.LimitKey.ADAPTIVE_THROTTLE_INTERVAL_SEC;

import org.jspecify.annotations.Nullable;

/**
 * When the server is under pressure and what it does then. Immutable.
 *
 * @param enabled whether pressure is looked for
 * @param intervalSec time between checks, seconds; at least 0.5 is used
 * @param pendingRatioHigh pressure from this share of the pending decodes allowed
 * @param bufferRatioHigh pressure from this share of the buffer bytes allowed
 * @param orphanRateHigh pressure from this share of orphaned among dropped decodes
 * @param partialIntervalScale factor on the partial interval under pressure, at least 1
 * @param partialIntervalMaxSec longest stretched interval, seconds; null or ≤ 0 = no bound
 * @param createSessionBackoffSec how long CreateSession is refused under pressure, seconds; ≤ 0 off
 */
public record ThrottleRules(
        boolean enabled,
        double intervalSec,
        double pendingRatioHigh,
        double bufferRatioHigh,
        double orphanRateHigh,
        double partialIntervalScale,
        @Nullable Double partialIntervalMaxSec,
        double createSessionBackoffSec) {
    /** Shortest time between checks, seconds (contract §8.5). */
    private static final double MIN_INTERVAL_SEC = 0.5;

    public ThrottleRules {
        ADAPTIVE_THROTTLE_ENABLED.require(enabled);
        ADAPTIVE_THROTTLE_INTERVAL_SEC.require(intervalSec);
        ADAPTIVE_PENDING_RATIO_HIGH.require(pendingRatioHigh);
        ADAPTIVE_BUFFER_RATIO_HIGH.require(bufferRatioHigh);
        ADAPTIVE_ORPHAN_RATE_HIGH.require(orphanRateHigh);
        ADAPTIVE_PARTIAL_INTERVAL_SCALE.require(partialIntervalScale);
        ADAPTIVE_PARTIAL_INTERVAL_MAX_SEC.require(partialIntervalMaxSec);
        ADAPTIVE_CREATE_SESSION_BACKOFF_SEC.require(createSessionBackoffSec);
    }

    static ThrottleRules from(LimitValues values) {
        return new ThrottleRules(
                values.flag(ADAPTIVE_THROTTLE_ENABLED),
                values.number(ADAPTIVE_THROTTLE_INTERVAL_SEC),
                values.number(ADAPTIVE_PENDING_RATIO_HIGH),
                values.number(ADAPTIVE_BUFFER_RATIO_HIGH),
                values.number(ADAPTIVE_ORPHAN_RATE_HIGH),
                values.number(ADAPTIVE_PARTIAL_INTERVAL_SCALE),
                values.numberOrNull(ADAPTIVE_PARTIAL_INTERVAL_MAX_SEC),
                values.number(ADAPTIVE_CREATE_SESSION_BACKOFF_SEC));
    }

    void into(LimitValues values) {
        values.put(ADAPTIVE_THROTTLE_ENABLED, enabled);
        values.put(ADAPTIVE_THROTTLE_INTERVAL_SEC, intervalSec);
        values.put(ADAPTIVE_PENDING_RATIO_HIGH, pendingRatioHigh);
        values.put(ADAPTIVE_BUFFER_RATIO_HIGH, bufferRatioHigh);
        values.put(ADAPTIVE_ORPHAN_RATE_HIGH, orphanRateHigh);
        values.put(ADAPTIVE_PARTIAL_INTERVAL_SCALE, partialIntervalScale);
        values.put(ADAPTIVE_PARTIAL_INTERVAL_MAX_SEC, partialIntervalMaxSec);
        values.put(ADAPTIVE_CREATE_SESSION_BACKOFF_SEC, createSessionBackoffSec);
    }

    /** Time between checks, nanoseconds. */
    public long intervalNanos() {
        return Span.nanos(Math.max(MIN_INTERVAL_SEC, intervalSec));
    }

    /** How long CreateSession is refused under pressure, nanoseconds. */
    public long createSessionBackoffNanos() {
        return Span.nanos(createSessionBackoffSec);
    }

    /** The partial interval under pressure, seconds: never shorter than the normal one. */
    public double stretchedIntervalSec(double intervalSec) {
        double stretched = intervalSec * partialIntervalScale;
        return partialIntervalMaxSec != null && partialIntervalMaxSec > 0
                ? Math.max(intervalSec, Math.min(stretched, partialIntervalMaxSec))
                : stretched;
    }
}
