package io.heliograph.server.telemetry;

/**
 * When decodes count as failing (contract §11.2). Immutable.
 *
 * @param windowSec how far back decodes count, seconds; below 1 is 1, above an hour is an hour
 * @param minEvents fewer decodes than this say nothing; below 1 is 1
 * @param maxTimeoutRatio timeouts per decode from which the pool is unhealthy
 * @param minSuccessRatio successes per decode below which the pool is unhealthy
 */
public record HealthRules(double windowSec, int minEvents, double maxTimeoutRatio, double minSuccessRatio) {

    /** The defaults of the contract. */
    public static final HealthRules DEFAULT = new HealthRules(60, 5, 0.5, 0.5);
}
