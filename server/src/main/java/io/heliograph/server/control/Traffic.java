package io.heliograph.server.control;

import io.heliograph.server.error.StatusName;
import io.heliograph.server.limits.Objectives;
import io.heliograph.server.limits.Sli;
import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.SliEvents;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Counts what the overview shows of the event stream. Thread-safe; recording never waits. */
final class Traffic implements EventSink, SliEvents.Counter {
    /** An hour, as the objectives keep it. */
    private static final long MAX_MICROS = 3_600_000_000L;

    private static final int SIGNIFICANT_DIGITS = 2;

    private final Supplier<Objectives> objectives;
    private final LongAdder created = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder results = new LongAdder();
    private final LongAdder judged = new LongAdder();
    private final Recorder firstResults = new Recorder(MAX_MICROS, SIGNIFICANT_DIGITS);
    private final Recorder finals = new Recorder(MAX_MICROS, SIGNIFICANT_DIGITS);

    /** What was counted since the start of the server. */
    record Totals(long created, long refused, long results) {

        static Totals zero() {
            return new Totals(0, 0, 0);
        }

        Totals minus(Totals earlier) {
            return new Totals(created - earlier.created, refused - earlier.refused, results - earlier.results);
        }
    }

    /** Counts by what the objectives call valid. */
    Traffic(Supplier<Objectives> objectives) {
        this.objectives = objectives;
    }

    @Override
    public void record(ServerEvent event) {
        if (event instanceof ServerEvent.ResultSent) {
            results.increment();
        } else if (event instanceof ServerEvent.SessionCreated) {
            created.increment();
        } else if (event instanceof ServerEvent.RpcEnded ended) {
            if (isRefusal(ended)) {
                refused.increment();
            }
        } else if (SliEvents.concerns(event)) {
            SliEvents.judge(event, objectives.get(), this);
        }
        if (SliEvents.concerns(event)) {
            judged.increment();
        }
    }

    /** A stream that the server ends, because somebody wants it so, was not turned away. */
    private static boolean isRefusal(ServerEvent.RpcEnded ended) {
        boolean isEnded = ended.method() == ServerEvent.RpcMethod.STREAM && ended.status() == StatusName.UNAVAILABLE;
        return ended.isLetDown() || (SliEvents.classOf(ended) == SliEvents.CallClass.SHED && !isEnded);
    }

    @Override
    public void counted(Sli sli, boolean isGood, long latencyNanos) {
        if (latencyNanos != SliEvents.NO_LATENCY && sli.isSpoken()) {
            (sli == Sli.FINAL ? finals : firstResults).recordValue(Math.clamp(latencyNanos / 1_000, 0, MAX_MICROS));
        }
    }

    @Override
    public void shed(Sli sli) {
        // Counted as a call that was refused.
    }

    /** Events that an objective may be about, since the start of the server. */
    long judged() {
        return judged.sum();
    }

    Totals totals() {
        return new Totals(created.sum(), refused.sum(), results.sum());
    }

    /** First results since the call before, microseconds. For one thread. */
    Histogram takeFirstResults() {
        return firstResults.getIntervalHistogram();
    }

    /** Final texts since the call before, microseconds. For one thread. */
    Histogram takeFinals() {
        return finals.getIntervalHistogram();
    }
}
