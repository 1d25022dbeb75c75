package io.heliograph.server.stream;

import io.heliograph.server.audio.AudioView;
import org.jspecify.annotations.Nullable;

/**
 * A decode that is due. Immutable.
 *
 * @param cause why
 * @param audio what to decode
 * @param bytes the same, in bytes as received
 * @param firstByteNanos when the first of it arrived
 * @param utterance whose audio it is; null if no speech was found in it
 * @param isWindowed whether the audio begins after the utterance
 * @param decidedNanos when the endpoint or the end of input was decided
 * @param noSpeechProbability how likely the audio holds no speech as far as the detector can tell, 0 if it found some
 */
record DecodeOrder(
        DecodeCause cause,
        AudioView audio,
        long bytes,
        long firstByteNanos,
        @Nullable Utterance utterance,
        boolean isWindowed,
        long decidedNanos,
        double noSpeechProbability) {}
