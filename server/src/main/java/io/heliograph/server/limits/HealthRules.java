package io.heliograph.server.limits;

import static io.heliograph.server.limits.LimitKey.HEALTH_MAX_TIMEOUT_RATIO;
import static io.heliograph.server.limits.LimitKey.HEALTH_MIN_EVENTS;
import static io.heliograph.server.limits.LimitKey.HEALTH_MIN_SUCCESS_RATIO;
import static io.heliograph.server.limits.LimitKey.HEALTH_WINDOW_SEC;

/**
 * When recent decodes make the server unhealthy. Immutable.
 *
 * @param windowSec time looked at, seconds; at least 1 is used
 * @param minEvents fewer decodes are not judged; at least 1 is used
 * @param maxTimeoutRatio unhealthy from this share of timeouts
 * @param minSuccessRatio unhealthy below this share of delivered decodes, 0…1
 */
public record HealthRules(double windowSec, int minEvents, double maxTimeoutRatio, double minSuccessRatio) {

    public HealthRules {
        HEALTH_WINDOW_SEC.require(windowSec);
        HEALTH_MIN_EVENTS.require(minEvents);
        HEALTH_MAX_TIMEOUT_RATIO.require(maxTimeoutRatio);
        HEALTH_MIN_SUCCESS_RATIO.require(minSuccessRatio);
    }

    static HealthRules from(LimitValues values) {
        return new HealthRules(
                values.number(HEALTH_WINDOW_SEC),
                values.integer(HEALTH_MIN_EVENTS),
                values.number(HEALTH_MAX_TIMEOUT_RATIO),
                values.number(HEALTH_MIN_SUCCESS_RATIO));
    }

    void into(LimitValues values) {
        values.put(HEALTH_WINDOW_SEC, windowSec);
        values.put(HEALTH_MIN_EVENTS, minEvents);
        values.put(HEALTH_MAX_TIMEOUT_RATIO, maxTimeoutRatio);
        values.put(HEALTH_MIN_SUCCESS_RATIO, minSuccessRatio);
    }

    /** Time looked at, nanoseconds. */
    public long windowNanos() {
        return Span.nanos(Math.max(1, windowSec));
    }

    /** Whether the counts of the window are healthy. */
    public boolean isHealthy(long successes, long timeouts, long total) {
        return total < Math.max(1, minEvents)
                || ((double) timeouts / total < maxTimeoutRatio && (double) successes / total >= minSuccessRatio);
    }
}
