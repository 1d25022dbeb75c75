package io.heliograph.server.stream;

/**
 * How far apart a stream's partials are. Without load it is the interval of the limits, exactly. When the last partial took long,
 * waiting and decoding together, the next one is due no sooner than twice that time later, so that refreshes take at most half of
 * what the decoders can give a stream, and what is shown is never older than it would be until the next. The stretch is bounded at ten
 * intervals. First partials and finals are never stretched. Confined to the stream's thread.
 */
final class PartialSpacing {
    /** Chosen: with one, a stream asks again the moment it was answered, and queues never drain. */
    private static final int COST_FACTOR = 2;

    /** As far as the streaming recogniser of the default model's makers goes. */
    private static final int MAX_INTERVALS = 10;

    private static final double SAMPLES_PER_NANO = 16_000 / 1e9;

    private long costNanos;
    private double ratio = 1;

    /**
     * What the last partial took.
     *
     * @param nanos from being scheduled until its end, or until it was given up
     */
    void took(long nanos) {
        costNanos = nanos;
    }

    /** Audio until the next partial, samples; the interval is above 0. */
    long samples(long intervalSamples) {
        long wanted = Math.round(COST_FACTOR * costNanos * SAMPLES_PER_NANO);
        long spacing = Math.clamp(wanted, intervalSamples, MAX_INTERVALS * intervalSamples);
        ratio = (double) spacing / intervalSamples;
        return spacing;
    }

    /** The last distance in intervals, at least 1. */
    double ratio() {
        return ratio;
    }
}
