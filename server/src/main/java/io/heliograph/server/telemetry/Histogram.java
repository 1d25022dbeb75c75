package io.heliograph.server.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counts durations by upper bound. Thread-safe; an observation takes no lock. */
final class Histogram {
    private static final double NANOS_PER_SECOND = 1e9;

    private final long[] boundNanos;
    private final LongAdder[] buckets;
    private final LongAdder sumNanos = new LongAdder();

    /** @param boundsSeconds inclusive upper bounds, ascending, without infinity */
    Histogram(List<Double> boundsSeconds) {
        boundNanos = new long[boundsSeconds.size()];
        buckets = new LongAdder[boundsSeconds.size() + 1];
        for (int i = 0; i < boundNanos.length; i++) {
            boundNanos[i] = Math.round(boundsSeconds.get(i) * NANOS_PER_SECOND);
        }
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = new LongAdder();
        }
    }

    void observe(long nanos) {
        int bucket = 0;
        while (bucket < boundNanos.length && nanos > boundNanos[bucket]) {
            bucket++;
        }
        buckets[bucket].increment();
        sumNanos.add(nanos);
    }

    /** @param labels as printed inside the braces, or empty */
    HistogramFamily.Reading reading(String labels) {
        List<Long> cumulative = new ArrayList<>(boundNanos.length);
        long count = 0;
        for (int i = 0; i < boundNanos.length; i++) {
            count += buckets[i].sum();
            cumulative.add(count);
        }
        count += buckets[boundNanos.length].sum();
        return new HistogramFamily.Reading(labels, cumulative, count, sumNanos.sum() / NANOS_PER_SECOND);
    }
}
