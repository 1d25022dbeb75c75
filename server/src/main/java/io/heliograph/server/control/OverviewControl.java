package io.heliograph.server.control;

import static java.lang.System.Logger.Level.DEBUG;

import io.heliograph.server.limits.LimitsChange;
import io.heliograph.server.machine.Footprint;
import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.telemetry.GaugeSource;
import io.heliograph.server.telemetry.HealthReport;
import io.heliograph.server.time.Periodic;
import io.heliograph.server.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * The server at a glance, and its last half hour. A look that is almost a second old is taken again by whoever asks, so that any number
 * of open pages costs one look a second, and nobody looking costs one every five, of a server where nothing happens every fifteen. Every viewer may look; asking never waits for a
 * store. Thread-safe.
 */
public final class OverviewControl {
    private static final System.Logger LOGGER = System.getLogger(OverviewControl.class.getName());

    /** Between points once nothing has happened for a minute and nobody looked. */
    private static final Duration CALM_POINT = Duration.ofSeconds(15);

    /** A page that is open asks every second, and not always to the millisecond. */
    private static final long FRESH_NANOS = Duration.ofMillis(900).toNanos();

    private static final int MAX_MARKED_KEYS = 3;

    private final OverviewSources sources;
    private final Traffic traffic;
    private final Footprint footprint;
    private final Ticker ticker;
    private final InstantSource wall;
    private final long startedNanos;
    private final ReentrantLock looking = new ReentrantLock();

    /** With the trouble's begin, the footprint and the view below, it belongs to the lock; the rest to the thread that makes points. */
    private final RecentLooks looks;

    private final HalfHour halfHour = new HalfHour();
    private final Map<String, Instant> since = new HashMap<>();
    private List<OverviewMark> marks = List.of();
    private long markedVersion = -1;
    private long reviewed;
    private long reviewedVersion = -1;
    private int unreviewed;
    private RecentLooks.Look lastPoint;
    private int calmPoints;
    private volatile boolean isLookedAt;
    private volatile ObjectivesView objectives;
    private volatile Seen seen;
    private volatile OverviewHistory history = new OverviewHistory(List.of(), List.of());

    /** What a look saw. */
    private record Seen(RecentLooks.Look look, Footprint.Reading reading, OverviewView view) {}

    /** An overview whose points somebody else makes with {@link #addPoint()}. */
    OverviewControl(OverviewSources sources, Ticker ticker, InstantSource wall) {
        this.sources = sources;
        this.ticker = ticker;
        this.wall = wall;
        this.traffic = new Traffic(() -> sources.limits().now().objectives());
        this.footprint = new Footprint(ticker);
        this.startedNanos = ticker.nanos();
        this.looks = new RecentLooks(ticker);
        this.objectives = ObjectiveWords.view(sources.objectives().report());
        this.seen = look();
        this.lastPoint = seen.look();
    }

    /** Starts looking. */
    public static Running start(OverviewSources sources, Ticker ticker, InstantSource wall) {
        OverviewControl control = new OverviewControl(sources, ticker, wall);
        return new Running(control, new Periodic("overview", control::pause, control::addPoint));
    }

    /** An overview at work. */
    public record Running(OverviewControl control, Periodic looking) implements AutoCloseable {

        @Override
        public void close() {
            looking.close();
        }
    }

    /** Where it must get every event from. */
    public EventSink sink() {
        return traffic;
    }

    /** The server now, at most a second ago. */
    public OverviewView now(Operator operator) {
        operator.require(Role.VIEWER, "see the overview");
        isLookedAt = true;
        return fresh().view();
    }

    /** The last half hour. */
    public OverviewHistory recent(Operator operator) {
        operator.require(Role.VIEWER, "see the overview");
        return history;
    }

    /** Until the next point; by the thread that adds it. */
    Duration pause() {
        return calmPoints >= HalfHour.POINTS_PER_MINUTE ? CALM_POINT : HalfHour.POINT;
    }

    /** Adds to the last half hour, a {@link #pause()} after it did so before; by one thread. */
    void addPoint() {
        review();
        looking.lock();
        try {
            RecentLooks.Look before = lastPoint;
            seen = look();
            lastPoint = seen.look();
            halfHour.add(wall.instant(), before, lastPoint, seen.reading(), sources.gauges(), traffic);
            boolean isCalm = lastPoint.totals().equals(before.totals())
                    && sources.gauges().activeSessions() == 0
                    && !isLookedAt;
            isLookedAt = false;
            calmPoints = isCalm ? calmPoints + 1 : 0;
        } finally {
            looking.unlock();
        }
        List<OverviewPoint> points = halfHour.points();
        mark(points.getFirst().at());
        history = new OverviewHistory(points, marks);
    }

    /** Asks how the objectives stand: at each point while something happens or was changed, else from time to time. */
    private void review() {
        long judged = traffic.judged();
        long version = sources.limits().now().version();
        if (judged != reviewed || version != reviewedVersion || ++unreviewed >= HalfHour.POINTS_PER_MINUTE) {
            objectives = ObjectiveWords.view(sources.objectives().report());
            reviewed = judged;
            reviewedVersion = version;
            unreviewed = 0;
        }
    }

    private Seen fresh() {
        if (isFresh()) {
            return seen;
        }
        looking.lock();
        try {
            if (!isFresh()) {
                seen = look();
            }
            return seen;
        } finally {
            looking.unlock();
        }
    }

    private boolean isFresh() {
        return ticker.nanos() - seen.look().nanos() < FRESH_NANOS;
    }

    /** Looks at the server; belongs to the lock. */
    private Seen look() {
        RecentLooks.Look look = looks.add(traffic.totals());
        RecentLooks.Look before = looks.aMinuteAgo();
        Footprint.Reading reading = footprint.read();
        return new Seen(look, reading, view(reading, look.totals().minus(before.totals())));
    }

    /** Looks up who changed the limits, if somebody did; a store that fails is asked again with the next point. */
    private void mark(Instant oldest) {
        long version = sources.limits().now().version();
        try {
            if (version != markedVersion) {
                marks = sources.changes().history().stream()
                        .limit(HalfHour.MAX_POINTS)
                        .map(OverviewControl::mark)
                        .toList()
                        .reversed();
                markedVersion = version;
            }
        } catch (RuntimeException e) {
            LOGGER.log(DEBUG, "the changes of the limits cannot be read for the overview", e);
        }
        marks = marks.stream().filter(mark -> !mark.at().isBefore(oldest)).toList();
    }

    private static OverviewMark mark(LimitsChange change) {
        String keys = change.changes().stream()
                .limit(MAX_MARKED_KEYS)
                .map(each -> each.key().fullName() + " " + each.before() + " → " + each.after())
                .collect(Collectors.joining(", "));
        int more = change.changes().size() - MAX_MARKED_KEYS;
        return new OverviewMark(
                change.at(),
                change.version(),
                "version " + change.version() + " by " + change.author() + ": "
                        + (keys.isEmpty() ? "the values as they were" : keys)
                        + (more > 0 ? " and " + more + " more" : ""));
    }

    private OverviewView view(Footprint.Reading reading, Traffic.Totals minute) {
        GaugeSource gauges = sources.gauges();
        HealthReport health = sources.health().get();
        List<Problem> problems = problems(gauges, health, minute.refused());
        return new OverviewView(
                wall.instant(),
                gauges.ready(),
                gauges.draining(),
                headline(gauges, problems),
                problems,
                gauges.activeSessions(),
                Math.max(0, gauges.maxSessions()),
                gauges.bufferBytes(),
                Math.max(0, gauges.maxTotalBufferBytes()),
                gauges.decodePending(),
                Math.max(0, gauges.maxPendingDecodesGlobal()),
                sources.busyWorkers().getAsInt(),
                health.workerTotal(),
                reading.processShare(),
                reading.machineShare(),
                reading.residentBytes(),
                reading.heapUsedBytes(),
                reading.heapMaxBytes(),
                Duration.ofNanos(ticker.nanos() - startedNanos),
                sources.version(),
                gauges.configVersion(),
                minute.created(),
                minute.refused(),
                minute.results());
    }

    private List<Problem> problems(GaugeSource gauges, HealthReport health, long refused) {
        List<Troubles.Trouble> troubles = Troubles.of(
                gauges,
                health,
                sources.isOrderedToDrain().getAsBoolean(),
                objectives,
                sources.databaseProblem().get(),
                refused);
        since.keySet().retainAll(troubles.stream().map(Troubles.Trouble::key).collect(Collectors.toSet()));
        Instant seen = wall.instant();
        return troubles.stream()
                .map(each -> new Problem(each.severity(), each.text(), since.computeIfAbsent(each.key(), key -> seen)))
                .toList();
    }

    private static String headline(GaugeSource gauges, List<Problem> problems) {
        long errors = problems.stream()
                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .count();
        if (errors > 0) {
            return errors == 1 ? "1 problem needs you" : errors + " problems need you";
        }
        if (gauges.draining()) {
            return "Draining: new sessions are refused";
        }
        if (!gauges.ready()) {
            return "New sessions are refused for now";
        }
        return problems.isEmpty() ? "All is well" : "Serving, with something to look at";
    }
}
