package io.heliograph.server.control;

import io.heliograph.server.telemetry.UtteranceTimes;
import io.heliograph.server.telemetry.UtteranceVerdict;
import io.heliograph.server.trace.UtteranceTrace;

/**
 * The time line of an utterance, for people: seconds since its stream began, NaN for what did not happen. Immutable; holds no text.
 *
 * @param number counts the utterances of the stream from 1
 * @param endedBy what ended it
 * @param speechSeconds how much of it is speech
 * @param speechStartSec arrival of its first speech
 * @param firstResultSec its first result was sent
 * @param lastSpeechSec arrival of its last speech
 * @param decidedSec its end was decided
 * @param decodeStartSec a worker began with its settled text: before the decision, if it was decoded ahead
 * @param decodeEndSec the worker was done
 * @param sentSec its settled text was sent
 * @param firstResultLatencySec what the objective of first results counts
 * @param finalLatencySec what the objective of final texts counts
 * @param verdict what the objective of final texts made of it: {@code good}, {@code late}, {@code failed}, or why it does not count
 */
public record UtteranceView(
        int number,
        String endedBy,
        double speechSeconds,
        double speechStartSec,
        double firstResultSec,
        double lastSpeechSec,
        double decidedSec,
        double decodeStartSec,
        double decodeEndSec,
        double sentSec,
        double firstResultLatencySec,
        double finalLatencySec,
        String verdict) {
    private static final double NANOS_PER_SECOND = 1e9;

    static UtteranceView of(UtteranceTrace trace) {
        UtteranceTimes times = trace.times();
        return new UtteranceView(
                times.number(),
                times.end() == null ? "end of stream" : times.end().label(),
                times.speechSeconds(),
                seconds(times.speechStartNanos()),
                seconds(times.firstResultNanos()),
                seconds(times.lastSpeechNanos()),
                seconds(times.decidedNanos()),
                seconds(times.decodeStartNanos()),
                seconds(times.decodeEndNanos()),
                seconds(times.sentNanos()),
                seconds(times.firstResultLatencyNanos()),
                seconds(times.finalLatencyNanos()),
                words(trace.finalText()));
    }

    private static String words(UtteranceVerdict verdict) {
        return verdict.isValid() ? verdict.label() : "not counted: " + verdict.reason();
    }

    private static double seconds(long nanos) {
        return nanos == UtteranceTimes.NEVER ? Double.NaN : nanos / NANOS_PER_SECOND;
    }
}
