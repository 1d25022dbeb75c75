package io.heliograph.app.bench;

import static java.lang.management.ManagementFactory.getMemoryMXBean;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ScalarResult;

/**
 * How much more of the heap is in use after an iteration and a collection than before, for one operation; below zero if others let
 * go of more. Confined to one thread.
 */
public final class KeptBytes implements InternalProfiler {
    static final String LABEL = "kept";
    private static final int COLLECTIONS = 3;

    private long before;

    @Override
    public String getDescription() {
        return "bytes of the heap that an operation keeps";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        begin();
    }

    @Override
    public Collection<ScalarResult> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        return List.of(
                new ScalarResult(LABEL, perOperation(result.getMetadata().getAllOps()), "B/op", AggregationPolicy.MAX));
    }

    void begin() {
        before = usedHeapBytes();
    }

    double perOperation(long operations) {
        return (double) (usedHeapBytes() - before) / operations;
    }

    /** What is still in use when everything unreachable has gone. */
    private static long usedHeapBytes() {
        for (int i = 0; i < COLLECTIONS; i++) {
            getMemoryMXBean().gc();
        }
        return getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
