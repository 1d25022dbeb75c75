package io.heliograph.server.control;

import io.heliograph.server.machine.Footprint;
import io.heliograph.server.telemetry.GaugeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.HdrHistogram.Histogram;

/** The points of the last half hour. Confined to one thread. */
final class HalfHour {
    /** From one point to the next while something happens or somebody looks. */
    static final Duration POINT = Duration.ofSeconds(5);

    static final int POINTS_PER_MINUTE = (int) Duration.ofMinutes(1).dividedBy(POINT);
    static final Duration LENGTH = Duration.ofMinutes(30);
    static final int MAX_POINTS = (int) LENGTH.dividedBy(POINT);

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MICROS_PER_SECOND = 1e6;
    private static final double P99 = 99;

    private final Deque<Histogram> firstResults = new ArrayDeque<>();
    private final Deque<Histogram> finals = new ArrayDeque<>();
    private final Deque<OverviewPoint> points = new ArrayDeque<>();

    /**
     * Adds a point and forgets those that are too old.
     *
     * @param at its moment
     * @param before the look at the point before
     * @param look the look at this one
     * @param traffic whose latencies since the point before are taken
     */
    void add(
            Instant at,
            RecentLooks.Look before,
            RecentLooks.Look look,
            Footprint.Reading reading,
            GaugeSource gauges,
            Traffic traffic) {
        Traffic.Totals totals = look.totals().minus(before.totals());
        double seconds = Math.max(1, (look.nanos() - before.nanos()) / NANOS_PER_SECOND);
        points.addLast(new OverviewPoint(
                at,
                gauges.activeSessions(),
                totals.created() / seconds,
                totals.refused() / seconds,
                totals.results() / seconds,
                reading.processShare(),
                reading.machineShare(),
                gauges.maxTotalBufferBytes() <= 0 ? 0 : (double) gauges.bufferBytes() / gauges.maxTotalBufferBytes(),
                gauges.decodePending(),
                p99Sec(firstResults, traffic.takeFirstResults()),
                p99Sec(finals, traffic.takeFinals())));
        Instant oldest = at.minus(LENGTH);
        while (points.size() > MAX_POINTS || points.getFirst().at().isBefore(oldest)) {
            points.removeFirst();
        }
    }

    /** Oldest first. */
    List<OverviewPoint> points() {
        return List.copyOf(points);
    }

    /** P99 over the last minute, to which the newest part is added; parts are longer only while there is nothing in them. */
    private static double p99Sec(Deque<Histogram> parts, Histogram newest) {
        parts.addLast(newest);
        while (parts.size() > POINTS_PER_MINUTE) {
            parts.removeFirst();
        }
        Histogram sum = new Histogram(newest);
        parts.forEach(sum::add);
        return sum.getTotalCount() == 0 ? Double.NaN : sum.getValueAtPercentile(P99) / MICROS_PER_SECOND;
    }
}
