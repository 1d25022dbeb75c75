package io.heliograph.app.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often a call is tried, and how long is waited between two tries: twice as long each time. Immutable.
 *
 * @param tries calls in all, at least 1
 * @param first the wait after the first failure
 * @param cap the longest wait, before the spread
 * @param spread each wait is varied at random by up to this share of itself both ways, in [0, 1), so that clients which failed
 *     together do not come back together
 */
public record RetryPolicy(int tries, Duration first, Duration cap, double spread) {
    /** What the service's published advice to clients asks for. */
    public static final RetryPolicy STANDARD = new RetryPolicy(5, Duration.ofMillis(500), Duration.ofSeconds(5), 0.2);
    /** One try. */
    public static final RetryPolicy NONE = new RetryPolicy(1, Duration.ZERO, Duration.ZERO, 0);

    private static final int MAX_DOUBLINGS = 30;

    public RetryPolicy {
        if (tries < 1) {
            throw new IllegalArgumentException("tries is " + tries + ", at least 1 is needed");
        }
        if (!(spread >= 0 && spread < 1)) {
            throw new IllegalArgumentException("spread is " + spread + ", not within [0, 1)");
        }
    }

    /** The wait after so many failures, 1 for the first. */
    public long delayNanos(int failures, RandomGenerator random) {
        double doubled = Math.scalb((double) first.toNanos(), Math.min(failures - 1, MAX_DOUBLINGS));
        double capped = Math.min(doubled, (double) cap.toNanos());
        return Math.round(capped * (1 + spread * (2 * random.nextDouble() - 1)));
    }
}
