package io.heliograph.server.slo;

import io.heliograph.server.limits.Sli;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Percentiles over windows that end now, from histograms that are added up and never averaged. The sum over the past is kept until
 * the past changes, once a minute. Used under the ledger's lock only.
 */
final class WindowHistograms {
    private static final double MICROS_PER_SECOND = 1e6;

    private final Map<Window, Histogram> past = new HashMap<>();
    private long version = -1;

    private record Window(Sli sli, long fromMinute) {}

    WindowHistograms() {}

    /** The latencies since a minute, as {@link Timeline#begin} gives it. */
    Latencies latencies(Ledger.View view, Sli sli, long fromMinute) {
        if (!sli.hasThreshold()) {
            return new Latencies(0, 0, 0, 0, 0);
        }
        if (version != view.version()) {
            past.clear();
            version = view.version();
        }
        long to = view.nowMinute() + 1;
        Histogram all = past.computeIfAbsent(new Window(sli, fromMinute), window -> sum(view.past(sli, fromMinute, to)))
                .copy();
        view.untaken(sli, fromMinute, to)
                .forEach(each -> LatencyScale.addTo(all, each.tally().latencies()));
        return latencies(all);
    }

    /** The latencies of a time that need not end now. */
    static Latencies latencies(Ledger.View view, Sli sli, long fromMinute, long toMinute) {
        return sli.hasThreshold() ? latencies(all(view, sli, fromMinute, toMinute)) : new Latencies(0, 0, 0, 0, 0);
    }

    /** The same, one by one. */
    static List<LatencyCount> distribution(Ledger.View view, Sli sli, long fromMinute, long toMinute) {
        List<LatencyCount> counts = new ArrayList<>();
        if (sli.hasThreshold()) {
            for (HistogramIterationValue value :
                    all(view, sli, fromMinute, toMinute).recordedValues()) {
                counts.add(new LatencyCount(
                        value.getValueIteratedTo() / MICROS_PER_SECOND, value.getCountAddedInThisIterationStep()));
            }
        }
        return counts;
    }

    private static Histogram all(Ledger.View view, Sli sli, long fromMinute, long toMinute) {
        Histogram all = sum(view.past(sli, fromMinute, toMinute));
        view.untaken(sli, fromMinute, toMinute)
                .forEach(each -> LatencyScale.addTo(all, each.tally().latencies()));
        return all;
    }

    private static Latencies latencies(Histogram all) {
        return new Latencies(
                all.getTotalCount(), seconds(all, 50), seconds(all, 90), seconds(all, 99), seconds(all, 100));
    }

    private static Histogram sum(Iterable<StoredTally> tallies) {
        Histogram sum = LatencyScale.empty();
        tallies.forEach(each -> LatencyScale.addTo(sum, each.tally().latencies()));
        return sum;
    }

    private static double seconds(Histogram histogram, double percentile) {
        return histogram.getTotalCount() == 0 ? 0 : histogram.getValueAtPercentile(percentile) / MICROS_PER_SECOND;
    }
}
