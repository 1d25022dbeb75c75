package io.heliograph.server.stream;

import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.ServerEvent.UtteranceEnd;
import io.heliograph.server.telemetry.UtteranceTimes;
import org.jspecify.annotations.Nullable;

/** Tells, once for each utterance, what the objectives and its time line need. Confined to the stream's thread. */
final class UtteranceReports {
    private final String sessionId;
    private final boolean wantsPartials;
    private final Pace pace;
    private final long streamStartNanos;
    private final EventSink events;
    private int count;

    /**
     * Reports of one stream.
     *
     * @param wantsPartials whether first results are promised
     * @param streamStartNanos what the time line counts from
     */
    UtteranceReports(String sessionId, boolean wantsPartials, Pace pace, long streamStartNanos, EventSink events) {
        this.sessionId = sessionId;
        this.wantsPartials = wantsPartials;
        this.pace = pace;
        this.streamStartNanos = streamStartNanos;
        this.events = events;
    }

    /**
     * The settled decode of an utterance was handed over.
     *
     * @param end what ended the utterance
     * @param hasText whether it gave any text, now or before
     */
    void settled(Utterance utterance, PendingDecode decode, UtteranceEnd end, boolean hasText, long nowNanos) {
        DecodeOrder order = decode.order();
        firstResult(utterance);
        if (hasText) {
            long from = order.cause().endsInput() ? order.decidedNanos() : utterance.lastSpeechNanos();
            events.record(new ServerEvent.FinalSent(
                    nowNanos - from, nowNanos - order.decidedNanos(), utterance.speechSeconds(), pace.isPaced()));
        }
        long decodeStart = decode.job().scheduledNanos() + decode.job().queueWaitNanos();
        over(
                utterance,
                sinceStart(order.decidedNanos()),
                sinceStart(decodeStart),
                sinceStart(decodeStart + decode.job().inferenceNanos()),
                hasText ? sinceStart(nowNanos) : UtteranceTimes.NEVER,
                end,
                false);
    }

    /**
     * The stream ended before the utterance was settled.
     *
     * @param decodeFailed whether the engine or its time was the cause
     */
    void unsettled(Utterance utterance, boolean decodeFailed) {
        firstResult(utterance);
        if (decodeFailed) {
            events.record(new ServerEvent.UtteranceFailed(
                    wantsPartials && utterance.firstResultNanos() == 0, utterance.speechSeconds(), pace.isPaced()));
        }
        long never = UtteranceTimes.NEVER;
        over(utterance, never, never, never, never, null, decodeFailed);
    }

    private void firstResult(Utterance utterance) {
        if (wantsPartials && utterance.firstResultNanos() != 0) {
            events.record(new ServerEvent.FirstResultSent(
                    utterance.firstResultNanos() - utterance.speechStartNanos(),
                    utterance.speechSeconds(),
                    pace.isPaced()));
        }
    }

    private void over(
            Utterance utterance,
            long decidedNanos,
            long decodeStartNanos,
            long decodeEndNanos,
            long sentNanos,
            @Nullable UtteranceEnd end,
            boolean isFailed) {
        count++;
        events.record(new ServerEvent.UtteranceOver(
                sessionId,
                new UtteranceTimes(
                        count,
                        utterance.onset() / 16_000.0,
                        utterance.lastSpeechEnd() / 16_000.0,
                        utterance.speechSeconds(),
                        pace.isPaced(),
                        sinceStart(utterance.speechStartNanos()),
                        utterance.firstResultNanos() == 0
                                ? UtteranceTimes.NEVER
                                : sinceStart(utterance.firstResultNanos()),
                        sinceStart(utterance.lastSpeechNanos()),
                        decidedNanos,
                        decodeStartNanos,
                        decodeEndNanos,
                        sentNanos,
                        end),
                wantsPartials,
                isFailed));
    }

    private long sinceStart(long nanos) {
        return Math.max(0, nanos - streamStartNanos);
    }
}
