package io.heliograph.server.control;

import io.heliograph.server.limits.Objective;
import io.heliograph.server.limits.Objectives;
import io.heliograph.server.telemetry.DecodeKind;
import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.UtteranceTimes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * How well each session that streams is served, from the event stream. Thread-safe; holds a few numbers for each session and
 * forgets them when its stream ends.
 */
final class SessionFigures implements EventSink {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Supplier<Objectives> objectives;
    private final Map<String, Counts> running = new ConcurrentHashMap<>();

    /**
     * What a session has had so far. Immutable.
     *
     * @param partials decodes that gave a text that may change
     * @param finals utterances with settled text
     * @param inferenceSec time workers spent on it, seconds
     * @param lastFinalSec last speech to settled text of its latest utterance, seconds; NaN without one
     * @param judged utterances that the objective of final texts counts
     * @param late those of them that were not good
     * @param isLastLate whether the latest of them was not good
     */
    record Figures(
            long partials,
            long finals,
            double inferenceSec,
            double lastFinalSec,
            long judged,
            long late,
            boolean isLastLate) {

        static Figures none() {
            return new Figures(0, 0, 0, Double.NaN, 0, 0, false);
        }
    }

    /** Written by the stream's thread, read by anybody. */
    private static final class Counts {
        private final AtomicLong partials = new AtomicLong();
        private final AtomicLong finals = new AtomicLong();
        private final AtomicLong inferenceNanos = new AtomicLong();
        private final AtomicLong lastFinalNanos = new AtomicLong(UtteranceTimes.NEVER);
        private final AtomicLong judged = new AtomicLong();
        private final AtomicLong late = new AtomicLong();
        private volatile boolean isLastLate;

        Figures read() {
            long last = lastFinalNanos.get();
            return new Figures(
                    partials.get(),
                    finals.get(),
                    inferenceNanos.get() / NANOS_PER_SECOND,
                    last == UtteranceTimes.NEVER ? Double.NaN : last / NANOS_PER_SECOND,
                    judged.get(),
                    late.get(),
                    isLastLate);
        }

        void over(UtteranceTimes times, Objective objective) {
            long latency = times.finalLatencyNanos();
            boolean hasText = latency != UtteranceTimes.NEVER;
            if (hasText) {
                finals.incrementAndGet();
                lastFinalNanos.set(latency);
            }
            if (hasText && objective.counts(times.speechSeconds(), times.isPaced())) {
                judged.incrementAndGet();
                isLastLate = latency > objective.thresholdNanos();
                if (isLastLate) {
                    late.incrementAndGet();
                }
            }
        }
    }

    /** Figures judged by the objectives in force when an utterance ends. */
    SessionFigures(Supplier<Objectives> objectives) {
        this.objectives = objectives;
    }

    @Override
    public void record(ServerEvent event) {
        if (event instanceof ServerEvent.DecodeDelivered delivered) {
            Counts counts = running.get(delivered.sessionId());
            if (counts != null) {
                counts.inferenceNanos.addAndGet(delivered.timings().inferenceNanos());
                if (delivered.kind() == DecodeKind.PARTIAL && !delivered.empty()) {
                    counts.partials.incrementAndGet();
                }
            }
        } else if (event instanceof ServerEvent.UtteranceOver over) {
            Counts counts = running.get(over.sessionId());
            if (counts != null) {
                counts.over(over.times(), objectives.get().finalText());
            }
        } else if (event instanceof ServerEvent.StreamStarted started) {
            running.put(started.session().id(), new Counts());
        } else if (event instanceof ServerEvent.StreamFinished finished && finished.session() != null) {
            running.remove(finished.session().id());
        }
    }

    /** What the session with that id has had so far; nothing, if it does not stream. */
    Figures of(String sessionId) {
        Counts counts = running.get(sessionId);
        return counts == null ? Figures.none() : counts.read();
    }

    /** Sessions that stream. */
    int running() {
        return running.size();
    }
}
