package io.heliograph.console.objectives;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import io.heliograph.console.chart.ChartFigures;
import io.heliograph.console.chart.ChartFigures.Unit;
import io.heliograph.console.chart.FigureChart;
import io.heliograph.console.words.Words;
import io.heliograph.server.control.ControlPlane;
import io.heliograph.server.control.LatencyDistribution;
import io.heliograph.server.control.ObjectivePoint;
import io.heliograph.server.control.ObjectiveView;
import io.heliograph.server.control.Operator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The course of an objective: budget left, how fast it burns, and how long events took. Confined to the session's lock. */
final class ObjectiveCharts extends Div {
    private static final int HEIGHT = 210;
    private static final String GOOD = "--chart-1";
    private static final String BAD = "--bad";
    private static final String EVEN = "--chart-4";
    private static final String URGENT = "--chart-2";

    private final ControlPlane control;
    private final Operator operator;
    private final FigureChart budget = new FigureChart(HEIGHT);
    private final FigureChart burn = new FigureChart(HEIGHT);
    private final FigureChart latency = new FigureChart(HEIGHT);
    private final Div latencyPanel;
    private final Paragraph empty = new Paragraph("No events in this time: there is nothing to draw.");

    /** How far back the charts look. */
    enum Reach {
        HOUR("1 hour", Duration.ofHours(1), Duration.ofMinutes(1)),
        SIX_HOURS("6 hours", Duration.ofHours(6), Duration.ofMinutes(5)),
        DAY("1 day", Duration.ofDays(1), Duration.ofMinutes(15)),
        WEEK("7 days", Duration.ofDays(7), Duration.ofHours(2)),
        MONTH("30 days", Duration.ofDays(30), Duration.ofHours(6));

        private final String label;
        private final Duration length;
        private final Duration step;

        Reach(String label, Duration length, Duration step) {
            this.label = label;
            this.length = length;
            this.step = step;
        }

        String label() {
            return label;
        }
    }

    ObjectiveCharts(ControlPlane control, Operator operator) {
        this.control = control;
        this.operator = operator;
        addClassName("charts");
        empty.addClassName("secondary");
        latencyPanel = panel("How long events took", "red: later than promised", latency);
        latencyPanel.addClassName("charts-alone");
        add(
                empty,
                panel("Error budget left", "of the whole time shown", budget),
                panel("Burn rate", "1× uses up exactly the budget", burn),
                latencyPanel);
    }

    private static Div panel(String title, String what, FigureChart chart) {
        Span note = new Span(what);
        note.addClassName("secondary");
        Div head = new Div(new H3(title), note);
        head.addClassName("panel-head");
        Div panel = new Div(head, chart);
        panel.addClassName("panel");
        return panel;
    }

    void show(ObjectiveView objective, Reach reach) {
        List<ObjectivePoint> points = control.objectives().history(operator, objective.key(), reach.length, reach.step);
        boolean isEmpty = points.stream().allMatch(point -> point.valid() == 0);
        empty.setVisible(isEmpty);
        double left = points.isEmpty() ? 1 : points.getLast().budgetLeft();
        List<Double> even = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            even.add(1 - (i + 1.0) / points.size());
        }
        budget.show(
                over(points, Unit.SHARE)
                        .with("Budget left", GOOD, true, values(points, ObjectivePoint::budgetLeft))
                        .with("Even use", EVEN, false, even)
                        .threshold(0, left < 0 ? "overdrawn below" : "used up", BAD)
                        .upTo(1),
                "Error budget left over " + reach.label + ": " + Words.percent(left, 1));
        burn.show(
                over(points, Unit.FACTOR)
                        .with("Burn rate", GOOD, true, values(points, ObjectivePoint::burnRate))
                        .threshold(1, "1×", EVEN)
                        .upTo(2),
                "Burn rate over " + reach.label + ": at most "
                        + Words.decimals(
                                points.stream()
                                        .mapToDouble(ObjectivePoint::burnRate)
                                        .max()
                                        .orElse(0),
                                1)
                        + " times the even rate");
        latencyPanel.setVisible(objective.thresholdSec() > 0);
        if (objective.thresholdSec() > 0) {
            showLatency(control.objectives().distribution(operator, objective.key(), reach.length), objective);
        }
    }

    private void showLatency(LatencyDistribution distribution, ObjectiveView objective) {
        List<LatencyDistribution.Bucket> buckets = trimmed(distribution);
        List<String> labels =
                buckets.stream().map(bucket -> Words.seconds(bucket.upToSec())).toList();
        List<Double> inTime = new ArrayList<>();
        List<Double> late = new ArrayList<>();
        int border = -1;
        for (int i = 0; i < buckets.size(); i++) {
            boolean isInTime = buckets.get(i).upToSec() <= distribution.thresholdSec() * 1.000_001;
            inTime.add(isInTime ? (double) buckets.get(i).count() : Double.NaN);
            late.add(isInTime ? Double.NaN : (double) buckets.get(i).count());
            border = isInTime ? i : border;
        }
        long lateCount = buckets.stream()
                .filter(bucket -> bucket.upToSec() > distribution.thresholdSec() * 1.000_001)
                .mapToLong(LatencyDistribution.Bucket::count)
                .sum();
        latency.show(
                ChartFigures.bars(Unit.COUNT, labels)
                        .with("In time", GOOD, true, inTime)
                        .with("Too late", BAD, true, late)
                        .mark(border + 0.5, "promised: " + Words.seconds(distribution.thresholdSec()), URGENT)
                        .upTo(1),
                objective.label() + ": " + distribution.events() + " events, " + lateCount + " of them later than "
                        + Words.seconds(distribution.thresholdSec()));
    }

    /** Without the empty ends, but with the buckets around the threshold. */
    private static List<LatencyDistribution.Bucket> trimmed(LatencyDistribution distribution) {
        List<LatencyDistribution.Bucket> all = distribution.buckets();
        int first = 0;
        while (first < all.size() && isOutside(all.get(first), distribution)) {
            first++;
        }
        int last = all.size() - 1;
        while (last > first
                && all.get(last).count() == 0
                && all.get(last - 1).upToSec() > distribution.thresholdSec() * 1.5) {
            last--;
        }
        return all.subList(first, last + 1);
    }

    private static boolean isOutside(LatencyDistribution.Bucket bucket, LatencyDistribution distribution) {
        return bucket.count() == 0 && bucket.upToSec() < distribution.thresholdSec() / 3;
    }

    private static ChartFigures over(List<ObjectivePoint> points, Unit unit) {
        return ChartFigures.overTime(
                unit, values(points, point -> (double) point.from().getEpochSecond()));
    }

    private static List<Double> values(List<ObjectivePoint> points, ToDoubleFunction<ObjectivePoint> value) {
        return points.stream().mapToDouble(value).boxed().toList();
    }
}
