package io.heliograph.server.control;

import static io.heliograph.server.control.ControlException.Kind.INVALID;

import io.heliograph.server.limits.LimitsStore;
import io.heliograph.server.limits.Objective;
import io.heliograph.server.limits.Sli;
import io.heliograph.server.slo.HistoryPoint;
import io.heliograph.server.slo.LatencyCount;
import io.heliograph.server.slo.SloEngine;
import io.heliograph.server.slo.SloReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The objectives for an operator: whether they hold, how they did, and the report. Every viewer may look; they are changed as
 * limits, by admins. Thread-safe.
 */
public final class ObjectivesControl {
    /** As long as counts are kept. */
    public static final Duration MAX_PERIOD = Duration.ofDays(40);

    /** More parts than that no chart can show. */
    private static final int MAX_POINTS = 2_000;

    /** Ten buckets to a factor of ten, three such factors below the threshold and one above. */
    private static final int BUCKETS_PER_DECADE = 10;

    private static final int BUCKETS_BELOW = 3 * BUCKETS_PER_DECADE;
    private static final int BUCKETS_ABOVE = BUCKETS_PER_DECADE;

    private final SloEngine engine;
    private final LimitsStore limits;
    private final String serverVersion;
    private final InstantSource clock;

    /**
     * The objectives of a server.
     *
     * @param limits knows the changes of the objectives
     */
    public ObjectivesControl(SloEngine engine, LimitsStore limits, String serverVersion, InstantSource clock) {
        this.engine = engine;
        this.limits = limits;
        this.serverVersion = serverVersion;
        this.clock = clock;
    }

    /** How they stand now. */
    public ObjectivesView view(Operator operator) {
        operator.require(Role.VIEWER, "see objectives");
        return ObjectiveWords.view(engine.report());
    }

    /**
     * The course of an objective, oldest part first, up to now.
     *
     * @param key as in {@link ObjectiveView#key()}
     * @param length how far back, at most {@link #MAX_PERIOD}
     * @param step length of a part, whole minutes; beyond two days whole hours
     * @throws ControlException if there is no such objective, or length and step do not fit
     */
    public List<ObjectivePoint> history(Operator operator, String key, Duration length, Duration step) {
        operator.require(Role.VIEWER, "see objectives");
        Sli sli = ObjectiveKeys.sli(key);
        requireLength(length);
        if (step.toMinutes() < 1 || length.dividedBy(step) > MAX_POINTS) {
            throw new ControlException(
                    INVALID, "a step must be at least a minute and give at most " + MAX_POINTS + " parts, not " + step);
        }
        double budget = objective(sli).budget();
        List<HistoryPoint> parts = engine.history(sli, length, step);
        long all = parts.stream().mapToLong(HistoryPoint::valid).sum();
        List<ObjectivePoint> points = new ArrayList<>(parts.size());
        long badUntilNow = 0;
        for (HistoryPoint part : parts) {
            long bad = part.valid() - part.good();
            badUntilNow += bad;
            points.add(new ObjectivePoint(
                    part.from(),
                    part.valid(),
                    part.good(),
                    part.valid() == 0 ? Double.NaN : (double) part.good() / part.valid(),
                    part.valid() == 0 ? 0 : bad / (part.valid() * budget),
                    all == 0 ? 1 : 1 - badUntilNow / (all * budget)));
        }
        return points;
    }

    /**
     * How long the events of an objective took.
     *
     * @param key as in {@link ObjectiveView#key()}
     * @param window how far back, at most {@link #MAX_PERIOD}
     * @throws ControlException as {@link #history}
     */
    public LatencyDistribution distribution(Operator operator, String key, Duration window) {
        operator.require(Role.VIEWER, "see objectives");
        Sli sli = ObjectiveKeys.sli(key);
        requireLength(window);
        if (!sli.hasThreshold()) {
            return new LatencyDistribution(0, 0, List.of());
        }
        double threshold = objective(sli).thresholdSec();
        long[] counts = new long[BUCKETS_BELOW + BUCKETS_ABOVE + 1];
        long events = 0;
        for (LatencyCount each : engine.distribution(sli, window)) {
            counts[bucket(each.seconds(), threshold)] += each.count();
            events += each.count();
        }
        List<LatencyDistribution.Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            buckets.add(new LatencyDistribution.Bucket(
                    threshold * Math.pow(10, (double) (i - BUCKETS_BELOW) / BUCKETS_PER_DECADE), counts[i]));
        }
        return new LatencyDistribution(threshold, events, buckets);
    }

    /**
     * How the objectives were kept over a period.
     *
     * @param from its begin, at most {@link #MAX_PERIOD} before its end
     * @param until its end; a time to come is taken as now
     * @throws ControlException if the period is empty or too long
     */
    public ComplianceReport report(Operator operator, Instant from, Instant until) {
        operator.require(Role.VIEWER, "see objectives");
        Instant now = clock.instant();
        Instant end = until.isAfter(now) ? now : until;
        if (!from.isBefore(end)) {
            throw new ControlException(INVALID, "the period from " + from + " to " + end + " is empty");
        }
        requireLength(Duration.between(from, end));
        SloReport report = engine.report();
        List<ComplianceReport.Line> lines = new ArrayList<>();
        for (SloReport.ObjectiveReport each : report.objectives()) {
            lines.add(line(each.objective(), from, end));
        }
        return new ComplianceReport(
                from,
                end,
                now,
                serverVersion,
                lines,
                ObjectiveWords.gaps(report.state().holes()).stream()
                        .filter(gap -> gap.from().isBefore(end) && !gap.until().isBefore(from))
                        .toList(),
                changes(from, end));
    }

    private ComplianceReport.Line line(Objective objective, Instant from, Instant until) {
        List<ObjectiveWindow> days = new ArrayList<>();
        for (Instant day = from; day.isBefore(until); ) {
            Instant midnight = day.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
            Instant end = midnight.isBefore(until) ? midnight : until;
            days.add(ObjectiveWords.window(engine.over(objective.sli(), day, end)));
            day = end;
        }
        return new ComplianceReport.Line(
                objective.sli().label(),
                ObjectiveWords.label(objective.sli()),
                ObjectiveWords.promise(objective),
                objective.target(),
                ObjectiveWords.window(engine.over(objective.sli(), from, until)),
                days);
    }

    private List<LimitsVersion> changes(Instant from, Instant until) {
        return Unavailable.unless(limits::history).stream()
                .filter(change -> !change.at().isBefore(from) && !change.at().isAfter(until))
                .map(LimitsControl::version)
                .filter(version ->
                        version.differences().stream().anyMatch(difference -> ObjectiveKeys.isOne(difference.key())))
                .toList();
    }

    private Objective objective(Sli sli) {
        return engine.objectives().of(sli);
    }

    /** The first bucket whose longest event is not shorter. */
    private static int bucket(double seconds, double threshold) {
        if (seconds <= 0) {
            return 0;
        }
        // A histogram knows an event within 1 %: one that is so near above the threshold counts as on it.
        double decades = Math.log10(seconds / threshold / 1.005);
        return Math.clamp(
                (int) Math.ceil(decades * BUCKETS_PER_DECADE) + BUCKETS_BELOW, 0, BUCKETS_BELOW + BUCKETS_ABOVE);
    }

    private static void requireLength(Duration length) {
        if (length.toMinutes() < 1 || length.compareTo(MAX_PERIOD) > 0) {
            throw new ControlException(
                    INVALID, "counts are kept for " + MAX_PERIOD.toDays() + " days by the minute, so not " + length);
        }
    }
}
