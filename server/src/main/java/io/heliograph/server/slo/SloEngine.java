package io.heliograph.server.slo;

import static java.lang.System.Logger.Level.WARNING;

import io.heliograph.server.limits.Limits;
import io.heliograph.server.limits.Objectives;
import io.heliograph.server.limits.Sli;
import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.telemetry.MetricFamily;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.time.Periodic;
import io.heliograph.server.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Knows whether the objectives hold. It counts at the end of the event stream, keeps the counts through a store, and answers for
 * the recent past. Thread-safe; recording never waits, reading never waits for a store.
 */
public final class SloEngine implements EventSink, AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(SloEngine.class.getName());
    /** Ticks come at the end of each minute, and in between so that a clock that jumps is soon found. */
    private static final Duration MOST_BETWEEN_TICKS = Duration.ofSeconds(15);

    private final MinuteClock clock;
    private final LiveCounts live;
    private final Ledger ledger;
    private final LedgerKeeper keeper;
    private final SloReporter reporter;
    private final LongAdder clockJumps = new LongAdder();
    private volatile long configVersion;

    /** An engine that somebody else moves with {@link #tick()} and {@link #keep()}. */
    SloEngine(SloStore store, Limits limits, Ticker ticker, InstantSource wall) {
        clock = new MinuteClock(ticker, wall);
        live = new LiveCounts(clock, limits.objectives());
        ledger = new Ledger(live, clock);
        keeper = new LedgerKeeper(ledger, store, clock, ticker);
        reporter = new SloReporter(ledger);
        configVersion = limits.version();
    }

    /**
     * Starts an engine, which takes in what the store holds as soon as that is read; a store that fails is tried again later.
     *
     * @param limits with the objectives to begin with
     */
    public static Running start(SloStore store, Limits limits, Ticker ticker, InstantSource wall) {
        SloEngine engine = new SloEngine(store, limits, ticker, wall);
        Periodic keeping = new Periodic("slo-store", engine.keeper::pause, engine::keep);
        Periodic minutes = new Periodic("slo-minutes", engine::untilTick, () -> {
            if (engine.tick()) {
                keeping.hurry();
            }
        });
        return new Running(engine, minutes, keeping);
    }

    /** An engine at work; closing it saves what is left. */
    public record Running(SloEngine engine, Periodic minutes, Periodic store) implements AutoCloseable {

        @Override
        public void close() {
            minutes.close();
            store.close();
            engine.close();
        }
    }

    @Override
    public void record(ServerEvent event) {
        live.record(event);
    }

    /** From now on events are judged by the objectives of these limits. */
    public void apply(Limits limits) {
        configVersion = limits.version();
        if (!limits.objectives().equals(live.objectives())) {
            live.judgeBy(limits.objectives());
        }
    }

    /** By what events are judged now. */
    public Objectives objectives() {
        return live.objectives();
    }

    /** How the objectives stand now. */
    public SloReport report() {
        SloReport.RecordState state =
                reporter.state(keeper.failures(), keeper.isFailing(), keeper.savedSec(), clockJumps.sum());
        return reporter.report(live.objectives(), configVersion, state);
    }

    /**
     * The course of an indicator, oldest first, up to now.
     *
     * @param length how far back
     * @param step length of each part: whole minutes; beyond two days whole hours
     */
    public List<HistoryPoint> history(Sli sli, Duration length, Duration step) {
        return reporter.history(sli, length, step);
    }

    /**
     * How long the events of an indicator took, shortest first: each figure within 1 %, none without an event. Empty for an
     * indicator that has no threshold.
     *
     * @param length how far back, up to now
     */
    public List<LatencyCount> distribution(Sli sli, Duration length) {
        return reporter.distribution(sli, length);
    }

    /**
     * How an objective stood over a time that may lie in the past, judged by the objective in force.
     *
     * @param from its begin; what lies before the time that is kept counts nothing
     * @param until its end; on a minute, and more than two days back on an hour
     */
    public SloReport.WindowReport over(Sli sli, Instant from, Instant until) {
        return reporter.over(live.objectives().of(sli), from, until);
    }

    /** The same for {@code /metrics}. */
    public List<MetricFamily> families() {
        return SloMetrics.of(reporter.counts(live.objectives()), keeper.failures(), clockJumps.sum());
    }

    private Duration untilTick() {
        Duration left = Duration.ofNanos(clock.untilNextMinuteNanos());
        return left.compareTo(MOST_BETWEEN_TICKS) < 0 ? left : MOST_BETWEEN_TICKS;
    }

    /** Follows the clock, and takes over the minutes that are over; true if there is something new to save. */
    boolean tick() {
        long jump = clock.follow();
        if (jump == 0 && !live.isAhead()) {
            live.advance();
            return ledger.takeOver();
        }
        if (jump <= 0) {
            live.goBack();
        } else {
            live.advance();
        }
        ledger.takeOver();
        if (jump != 0) {
            clockJumps.increment();
            LOGGER.log(
                    WARNING,
                    "the clock of the machine jumped by " + jump
                            + " s; what the objectives say about the time before is not exact");
        }
        ledger.clockJumped(jump);
        return true;
    }

    /** Saves what is new. */
    void keep() {
        keeper.keep();
    }

    /** Saves everything and says that nothing is missing. */
    @Override
    public void close() {
        tick();
        live.endMinute();
        ledger.takeOver();
        keeper.close();
    }
}
