package io.heliograph.server.telemetry;

import io.heliograph.server.telemetry.ServerEvent.UtteranceEnd;
import org.jspecify.annotations.Nullable;

/**
 * The life of one utterance: when what happened, in nanoseconds since its stream began, {@link #NEVER} for what did not happen.
 * Immutable; holds no text.
 *
 * @param number counts the utterances of the stream from 1, in the order of their ends
 * @param speechStartSec where its first speech frame begins, seconds of audio
 * @param speechEndSec where its last speech frame ends, seconds of audio
 * @param speechSeconds how much of it is speech
 * @param isPaced whether its audio came as it was spoken
 * @param speechStartNanos arrival of the chunk with its first speech frame
 * @param firstResultNanos its first result was handed over
 * @param lastSpeechNanos arrival of the chunk with its last speech frame
 * @param decidedNanos its end was decided
 * @param decodeStartNanos a worker began with its settled decode: before the decision, if it was decoded ahead
 * @param decodeEndNanos the worker was done
 * @param sentNanos its settled text was handed over
 * @param end what ended it; null if its stream ended first
 */
public record UtteranceTimes(
        int number,
        double speechStartSec,
        double speechEndSec,
        double speechSeconds,
        boolean isPaced,
        long speechStartNanos,
        long firstResultNanos,
        long lastSpeechNanos,
        long decidedNanos,
        long decodeStartNanos,
        long decodeEndNanos,
        long sentNanos,
        @Nullable UtteranceEnd end) {
    /** Stands for the time of what did not happen. */
    public static final long NEVER = -1;

    /** Speech to first result, nanoseconds; {@link #NEVER} without one. */
    public long firstResultLatencyNanos() {
        return firstResultNanos == NEVER ? NEVER : firstResultNanos - speechStartNanos;
    }

    /**
     * Last speech, or the end of input if that ended it, to settled text, nanoseconds; {@link #NEVER} without one.
     */
    public long finalLatencyNanos() {
        if (sentNanos == NEVER) {
            return NEVER;
        }
        return sentNanos - (isEndedByInput() ? decidedNanos : lastSpeechNanos);
    }

    private boolean isEndedByInput() {
        return end == UtteranceEnd.FINAL_CHUNK || end == UtteranceEnd.HALF_CLOSE || end == UtteranceEnd.SERVER;
    }
}
