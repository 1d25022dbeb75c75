package io.heliograph.server.control;

import java.util.List;

/**
 * How long the events of an objective took. Immutable.
 *
 * @param thresholdSec longest good event, seconds; a border between two buckets; 0 for an objective without a threshold, which has
 *     no buckets
 * @param events how many events there are in all buckets
 * @param buckets without gaps, shortest first; each is a quarter longer than the one before
 */
public record LatencyDistribution(double thresholdSec, long events, List<Bucket> buckets) {

    public LatencyDistribution {
        buckets = List.copyOf(buckets);
    }

    /**
     * Events that took about as long. Immutable.
     *
     * @param upToSec its longest, seconds
     * @param count how many
     */
    public record Bucket(double upToSec, long count) {}
}
