package io.heliograph.console.overview;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteAlias;
import io.heliograph.console.access.SignedOn;
import io.heliograph.console.live.Live;
import io.heliograph.console.overview.FigureCard.State;
import io.heliograph.console.words.Words;
import io.heliograph.server.control.ControlPlane;
import io.heliograph.server.control.ObjectiveView;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.OverviewHistory;
import io.heliograph.server.control.OverviewMark;
import io.heliograph.server.control.OverviewPoint;
import io.heliograph.server.control.OverviewView;
import jakarta.annotation.security.RolesAllowed;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Whether the server is healthy, how much room there is, what goes on, and what was changed. Confined to the session's lock. */
@Route("overview")
@RouteAlias("")
@PageTitle("Overview")
@RolesAllowed("VIEWER")
public final class OverviewPage extends Main {
    /** Five minutes in a sparkline. */
    private static final int COURSE_POINTS = 60;

    private final ControlPlane control;
    private final Operator operator = SignedOn.currentOperator();
    private final HealthPanel health = new HealthPanel();
    private final FigureCard sessions = new FigureCard("Sessions");
    private final FigureCard buffer = new FigureCard("Audio buffer");
    private final FigureCard decoding = new FigureCard("Decoding");
    private final FigureCard processor = new FigureCard("Processor");
    private final FigureCard memory = new FigureCard("Memory");
    private final FigureCard wait = new FigureCard("Final P99");
    private final TrafficCharts charts = new TrafficCharts();
    private final Div changes = new Div();
    private Instant drawnAt = Instant.MIN;

    public OverviewPage(ControlPlane control, OverviewFeed feed) {
        this.control = control;
        addClassName("overview-page");
        // Nothing on it takes the focus, and the keyboard must be able to scroll.
        getElement().setAttribute("tabindex", "0");
        Div cards = new Div(sessions, wait, decoding, buffer, processor, memory);
        cards.addClassName("figure-cards");
        changes.addClassName("panel");
        add(health, cards, charts, changes);
        Live.show(this, feed.feed(), this::show);
    }

    private void show(OverviewFeed.Glance glance) {
        health.show(glance.now());
        showFigures(glance.now(), glance.history());
        List<OverviewPoint> points = glance.history().points();
        boolean isNews = points.isEmpty()
                ? drawnAt.equals(Instant.MIN)
                : points.getLast().at().isAfter(drawnAt);
        if (isNews) {
            drawnAt = points.isEmpty() ? Instant.EPOCH : points.getLast().at();
            List<ObjectiveView> objectives = control.objectives().view(operator).objectives();
            showCourses(points, glance.now());
            showWait(points, objectives);
            charts.show(glance.history(), glance.now().maxSessions(), objectives);
            showChanges(glance.history().marks());
        }
    }

    private void showFigures(OverviewView now, OverviewHistory history) {
        sessions.show(
                Long.toString(now.sessions()),
                now.maxSessions() > 0 ? "of " + now.maxSessions() : "no limit",
                now.createdPerMinute() + " created, " + now.refusedPerMinute() + " refused in the last minute",
                State.of(share(now.sessions(), now.maxSessions())));
        buffer.show(
                Words.bytes(now.bufferBytes()),
                now.maxBufferBytes() > 0 ? "of " + Words.bytes(now.maxBufferBytes()) : "no limit",
                "audio waiting to be decoded",
                State.of(share(now.bufferBytes(), now.maxBufferBytes())));
        decoding.show(
                Integer.toString(now.busyWorkers()),
                "of " + Words.count(now.workers(), "worker") + " busy",
                now.pendingDecodes() + (now.maxPendingDecodes() > 0 ? " of " + now.maxPendingDecodes() : "")
                        + " decodes pending, " + Words.count(now.resultsPerMinute(), "result") + " in the last minute",
                State.of(share(now.pendingDecodes(), now.maxPendingDecodes())));
        showProcessor(now);
        memory.show(
                now.residentBytes() > 0 ? Words.bytes(now.residentBytes()) : Words.NONE,
                "resident",
                "Java heap " + Words.bytes(now.heapUsedBytes()) + " of " + Words.bytes(now.heapMaxBytes()),
                State.NONE);
        if (history.points().isEmpty()) {
            wait.show(Words.NONE, "", "no final text yet", State.NONE);
        }
    }

    /** What there is room for depends on all that runs here, so that is the figure; it, its verdict and its course are of one thing. */
    void showProcessor(OverviewView now) {
        boolean isMachineKnown = !Double.isNaN(now.machineShare());
        double busy = isMachineKnown ? now.machineShare() : now.processShare();
        processor.show(
                Words.percent(busy, 0),
                "of all cores busy",
                isMachineKnown
                        ? "by this server " + Words.percent(now.processShare(), 0)
                        : "by this server; nothing is known of the rest",
                State.of(busy));
    }

    private void showCourses(List<OverviewPoint> points, OverviewView now) {
        sessions.showCourse(course(points, point -> (double) point.sessions()), (double) now.maxSessions());
        buffer.showCourse(course(points, OverviewPoint::bufferShare), 1);
        decoding.showCourse(course(points, point -> (double) point.pendingDecodes()), now.workers());
        processor.showCourse(course(points, OverviewPage::busy), 1);
        wait.showCourse(course(points, OverviewPoint::finalP99Sec), 0);
    }

    private void showWait(List<OverviewPoint> points, List<ObjectiveView> objectives) {
        double threshold = objectives.stream()
                .filter(objective -> objective.key().equals("final"))
                .mapToDouble(ObjectiveView::thresholdSec)
                .findFirst()
                .orElse(Double.NaN);
        double now = points.isEmpty() ? Double.NaN : points.getLast().finalP99Sec();
        wait.show(
                Words.seconds(now),
                "",
                Double.isNaN(now)
                        ? "no final text in the last minute"
                        : "in the last minute; " + Words.seconds(threshold) + " are promised",
                Double.isNaN(now) ? State.NONE : now > threshold ? State.HIGH : State.GOOD);
    }

    private void showChanges(List<OverviewMark> marks) {
        changes.removeAll();
        changes.add(new H2("Changes of the limits in the last half hour"));
        if (marks.isEmpty()) {
            Paragraph none = new Paragraph("None.");
            none.addClassName("secondary");
            changes.add(none);
            return;
        }
        UnorderedList list = new UnorderedList();
        list.addClassName("changes");
        for (OverviewMark mark : marks.reversed()) {
            Span when = new Span(Words.clock(mark.at()) + " UTC");
            when.addClassName("secondary");
            list.add(new ListItem(when, new Span(mark.text())));
        }
        changes.add(list);
    }

    private static double busy(OverviewPoint point) {
        return Double.isNaN(point.machineShare()) ? point.processShare() : point.machineShare();
    }

    private static double share(long inUse, long limit) {
        return limit > 0 ? (double) inUse / limit : Double.NaN;
    }

    private static List<Double> course(List<OverviewPoint> points, ToDoubleFunction<OverviewPoint> value) {
        return points.stream()
                .skip(Math.max(0, points.size() - COURSE_POINTS))
                .mapToDouble(value)
                .boxed()
                .toList();
    }
}
