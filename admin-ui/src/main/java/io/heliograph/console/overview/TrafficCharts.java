package io.heliograph.console.overview;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import io.heliograph.console.chart.ChartFigures;
import io.heliograph.console.chart.ChartFigures.Unit;
import io.heliograph.console.chart.FigureChart;
import io.heliograph.console.words.Words;
import io.heliograph.server.control.ObjectiveView;
import io.heliograph.server.control.OverviewHistory;
import io.heliograph.server.control.OverviewMark;
import io.heliograph.server.control.OverviewPoint;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The last half hour in four charts, with the changes of the limits in them. Confined to the session's lock. */
final class TrafficCharts extends Div {
    private static final int HEIGHT = 190;
    private static final String FIRST = "--chart-1";
    private static final String SECOND = "--chart-2";
    private static final String THIRD = "--chart-3";
    private static final String LIMIT = "--bad";
    private static final String MARK = "--chart-4";

    private final FigureChart sessions = new FigureChart(HEIGHT);
    private final FigureChart rates = new FigureChart(HEIGHT);
    private final FigureChart latencies = new FigureChart(HEIGHT);
    private final FigureChart load = new FigureChart(HEIGHT);

    TrafficCharts() {
        addClassName("charts");
        add(
                panel("Sessions", "registered", sessions),
                panel("Traffic", "per second", rates),
                panel("How long clients wait", "P99 of the last minute", latencies),
                panel("Load", "share of all there is", load));
    }

    private static Div panel(String title, String what, FigureChart chart) {
        Span note = new Span(what);
        note.addClassName("secondary");
        Div head = new Div(new H2(title), note);
        head.addClassName("panel-head");
        Div panel = new Div(head, chart);
        panel.addClassName("panel");
        return panel;
    }

    /**
     * Shows the half hour.
     *
     * @param maxSessions limit in force, 0 = off
     * @param objectives whose thresholds stand in the chart of latencies
     */
    void show(OverviewHistory history, long maxSessions, List<ObjectiveView> objectives) {
        List<OverviewPoint> points = history.points();
        if (points.isEmpty()) {
            return;
        }
        OverviewPoint last = points.getLast();
        ChartFigures sessionFigures = over(history, Unit.COUNT)
                .with("Sessions", FIRST, true, values(points, point -> (double) point.sessions()))
                .upTo(5);
        if (maxSessions > 0) {
            sessionFigures.threshold((double) maxSessions, "max_sessions " + maxSessions, LIMIT);
        }
        sessions.show(
                sessionFigures,
                "Sessions over the last half hour: " + last.sessions() + " now, at most "
                        + points.stream()
                                .mapToLong(OverviewPoint::sessions)
                                .max()
                                .orElse(0));
        rates.show(
                over(history, Unit.RATE)
                        .with("Results", FIRST, true, values(points, OverviewPoint::resultsPerSecond))
                        .with("Created", THIRD, false, values(points, OverviewPoint::createdPerSecond))
                        .with("Refused", SECOND, false, values(points, OverviewPoint::refusedPerSecond))
                        .upTo(1),
                "Traffic: " + Words.decimals(last.resultsPerSecond(), 1) + " results, "
                        + Words.decimals(last.createdPerSecond(), 1) + " new sessions and "
                        + Words.decimals(last.refusedPerSecond(), 1) + " refusals a second now");
        ChartFigures waits = over(history, Unit.SECONDS)
                .with("First result", THIRD, false, values(points, OverviewPoint::firstResultP99Sec))
                .with("Final text", FIRST, false, values(points, OverviewPoint::finalP99Sec))
                .upTo(1);
        for (ObjectiveView objective : objectives) {
            if (objective.key().equals("final") || objective.key().equals("first_partial")) {
                waits.threshold(
                        objective.thresholdSec(),
                        objective.label() + " within " + Words.seconds(objective.thresholdSec()),
                        objective.key().equals("final") ? FIRST : THIRD);
            }
        }
        latencies.show(
                waits,
                "P99 of the last minute: first result " + Words.seconds(last.firstResultP99Sec()) + ", final text "
                        + Words.seconds(last.finalP99Sec()));
        load.show(
                over(history, Unit.SHARE)
                        .with("Server CPU", FIRST, true, values(points, OverviewPoint::processShare))
                        .with("Machine CPU", SECOND, false, values(points, OverviewPoint::machineShare))
                        .with("Audio buffer", THIRD, false, values(points, OverviewPoint::bufferShare))
                        .upTo(1),
                "Load: the server uses " + Words.percent(last.processShare(), 0) + " of the processors, everything "
                        + Words.percent(last.machineShare(), 0));
    }

    private static ChartFigures over(OverviewHistory history, Unit unit) {
        ChartFigures figures = ChartFigures.overTime(
                unit, values(history.points(), point -> (double) point.at().getEpochSecond()));
        for (OverviewMark mark : history.marks()) {
            figures.mark((double) mark.at().getEpochSecond(), "v" + mark.version(), MARK);
        }
        return figures;
    }

    private static List<Double> values(List<OverviewPoint> points, ToDoubleFunction<OverviewPoint> value) {
        return points.stream().mapToDouble(value).boxed().toList();
    }
}
