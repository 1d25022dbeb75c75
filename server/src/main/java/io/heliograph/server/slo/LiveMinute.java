package io.heliograph.server.slo;

import static java.util.Objects.requireNonNull;

import io.heliograph.server.limits.Objectives;
import io.heliograph.server.limits.Sli;
import io.heliograph.server.telemetry.SliEvents;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.AtomicHistogram;
import org.jspecify.annotations.Nullable;

/**
 * The minute that is being counted, under one set of objectives. Thread-safe: counting moves counters that exist since
 * construction and takes no lock.
 */
final class LiveMinute implements SliEvents.Counter {
    private final long index;
    private final Objectives objectives;
    private final Map<Sli, Counters> counters = new EnumMap<>(Sli.class);
    private volatile @Nullable LiveMinute previous;

    /**
     * A minute in which nothing has happened.
     *
     * @param previous the one before, as long as nobody has taken it over
     */
    LiveMinute(long index, Objectives objectives, @Nullable LiveMinute previous) {
        this.index = index;
        this.objectives = objectives;
        this.previous = previous;
        for (Sli sli : Sli.values()) {
            counters.put(sli, new Counters());
        }
    }

    long index() {
        return index;
    }

    Objectives objectives() {
        return objectives;
    }

    /** The minute before this one, unless it has been taken over. */
    @Nullable
    LiveMinute previous() {
        return previous;
    }

    /** Those before this one have been taken over. */
    void forgetPrevious() {
        previous = null;
    }

    @Override
    public void counted(Sli sli, boolean isGood, long latencyNanos) {
        Counters of = of(sli);
        (isGood ? of.good : of.bad).increment();
        if (latencyNanos != SliEvents.NO_LATENCY) {
            LatencyScale.record(of.latencies, latencyNanos);
        }
    }

    @Override
    public void shed(Sli sli) {
        of(sli).shed.increment();
    }

    /** What has been counted so far, indicators without events left out. */
    Map<Sli, Tally> tallies() {
        Map<Sli, Tally> tallies = new EnumMap<>(Sli.class);
        counters.forEach((sli, of) -> {
            long good = of.good.sum();
            Tally tally = new Tally(
                    good + of.bad.sum(),
                    good,
                    of.shed.sum(),
                    objectives.of(sli).rule(),
                    LatencyScale.encoded(of.latencies));
            if (!tally.isEmpty()) {
                tallies.put(sli, tally);
            }
        });
        return tallies;
    }

    private Counters of(Sli sli) {
        return requireNonNull(counters.get(sli), "sli");
    }

    /** The counters of one indicator. Thread-safe. */
    private static final class Counters {
        private final LongAdder good = new LongAdder();
        private final LongAdder bad = new LongAdder();
        private final LongAdder shed = new LongAdder();
        private final AtomicHistogram latencies = LatencyScale.forWriters();
    }
}
