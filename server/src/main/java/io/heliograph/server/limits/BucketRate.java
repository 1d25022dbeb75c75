package io.heliograph.server.limits;

/**
 * How a token bucket fills. Immutable.
 *
 * @param perSecond tokens a second, ≤ 0 = no limit
 * @param capacity tokens of a full bucket: the burst if above 0, else the rate
 */
public record BucketRate(double perSecond, double capacity) {

    /** The rate with a burst of which 0 or less means the rate itself. */
    static BucketRate of(double perSecond, double burst) {
        return new BucketRate(perSecond, burst > 0 ? burst : perSecond);
    }

    /** Whether everything passes. */
    public boolean isOff() {
        return perSecond <= 0;
    }

    /** The bucket that a group of clients shares; no limit if the factor is 0 or less. */
    public BucketRate times(double factor) {
        return factor > 0 ? new BucketRate(perSecond * factor, capacity * factor) : new BucketRate(0, 0);
    }
}
