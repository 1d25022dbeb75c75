package io.heliograph.server.telemetry;

import io.heliograph.server.telemetry.ServerEvent.Guard;
import io.heliograph.server.telemetry.ServerEvent.SessionLimit;
import io.heliograph.server.telemetry.ServerEvent.UtteranceDropReason;
import io.heliograph.server.telemetry.ServerEvent.UtteranceEnd;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/** Counts sessions, streams, utterances and results. Thread-safe; counting takes no lock. */
final class SpeechMetrics {
    /** The removal reason of a session that no stream claimed in time (contract §3.1). */
    private static final String EXPIRED = "expired";

    private final LongAdder vadTriggers;
    private final LongAdder activeVadUtterances = new LongAdder();
    private final LongAdder sessionsCreated;
    private final LongAdder sessionsExpired;
    private final LongAdder streamsStarted;
    private final EnumCounters<StreamEndReason> streamsFinished;
    private final EnumCounters<SessionLimit> limitRejects;
    private final EnumCounters<ResultKind> results;
    private final EnumCounters<UtteranceEnd> utterances;
    private final EnumCounters<UtteranceDropReason> utterancesDropped;
    private final LongAdder lostFinals;
    private final LongAdder audioDroppedBytes;
    private final EnumCounters<AheadOutcome> decodesAhead;
    private final EnumCounters<Guard> guardHits;

    SpeechMetrics(MetricCatalog catalog) {
        MetricSection scalars = catalog.scalars();
        vadTriggers = scalars.counter("stt_vad_triggers_total", "Utterance ends that passed the energy gate.");
        scalars.count(
                "stt_active_vad_utterances",
                MetricType.GAUGE,
                "Triggered utterances whose decode is neither delivered nor dropped.",
                activeVadUtterances::sum);
        scalars.counter("stt_vad_model_deepcopy_fallback_total", "Always 0; kept for existing dashboards.");

        MetricSection extended = catalog.extended();
        sessionsCreated = extended.counter("stt_sessions_created_total", "Sessions registered.");
        sessionsExpired = extended.counter("stt_sessions_expired_total", "Sessions that no stream claimed in time.");
        streamsStarted = extended.counter("stt_streams_started_total", "Streams that claimed a session.");
        streamsFinished = extended.counters(
                "stt_streams_finished_total",
                "Streams ended by reason.",
                "reason",
                StreamEndReason.class,
                StreamEndReason::label);
        limitRejects = extended.counters(
                "stt_session_limit_rejects_total",
                "Refusals by a session limit.",
                "limit",
                SessionLimit.class,
                SessionLimit::label);
        results = extended.counters(
                "stt_results_total", "Result messages handed over.", "kind", ResultKind.class, ResultKind::label);
        utterances = extended.counters(
                "stt_utterances_total",
                "Utterances whose settled decode was delivered, by what ended them.",
                "end",
                UtteranceEnd.class,
                UtteranceEnd::label);
        utterancesDropped = extended.counters(
                "stt_utterances_dropped_total",
                "Speech without a settled decode by reason.",
                "reason",
                UtteranceDropReason.class,
                UtteranceDropReason::label);
        lostFinals = extended.counter("stt_lost_finals_total", "Utterances with text but neither final nor error.");
        audioDroppedBytes = extended.counter("stt_audio_dropped_bytes_total", "Audio dropped to keep a bound, bytes.");
        decodesAhead = extended.counters(
                "stt_decode_ahead_total",
                "Decodes that ran ahead of their endpoint by what became of them.",
                "outcome",
                AheadOutcome.class,
                AheadOutcome::label);
        guardHits = extended.counters(
                "stt_guard_hits_total", "Invented text removed by reason.", "reason", Guard.class, Guard::label);
    }

    void sessionCreated() {
        sessionsCreated.increment();
    }

    void sessionRemoved(String reason) {
        if (reason.equals(EXPIRED)) {
            sessionsExpired.increment();
        }
    }

    void streamStarted() {
        streamsStarted.increment();
    }

    void streamFinished(StreamEndReason reason) {
        streamsFinished.increment(reason);
    }

    void sessionLimitHit(SessionLimit limit) {
        limitRejects.increment(limit);
    }

    void resultSent(boolean isFinal) {
        results.increment(isFinal ? ResultKind.FINAL : ResultKind.PARTIAL);
    }

    void vadTriggered() {
        vadTriggers.increment();
        activeVadUtterances.increment();
    }

    void triggeredUtteranceSettled() {
        activeVadUtterances.decrement();
    }

    void utteranceEnded(UtteranceEnd end) {
        utterances.increment(end);
    }

    void utteranceDropped(UtteranceDropReason reason) {
        utterancesDropped.increment(reason);
    }

    void finalLost() {
        lostFinals.increment();
    }

    void audioDropped(long bytes) {
        audioDroppedBytes.add(bytes);
    }

    void decodeAhead(boolean used) {
        decodesAhead.increment(used ? AheadOutcome.USED : AheadOutcome.ABANDONED);
    }

    void guardHit(Guard guard) {
        guardHits.increment(guard);
    }

    private enum ResultKind {
        PARTIAL,
        FINAL;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private enum AheadOutcome {
        USED,
        ABANDONED;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
