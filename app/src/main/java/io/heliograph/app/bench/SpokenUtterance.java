package io.heliograph.app.bench;

import io.heliograph.server.endpoint.EndpointRules;
import io.heliograph.server.endpoint.Endpointer;
import io.heliograph.server.vad.VoiceDetector;
import java.util.ArrayList;
import java.util.List;

/**
 * An utterance of audio that is known before it is sent: positions in samples at 16 kHz from the stream's start. Immutable.
 *
 * @param onset where its first frame of speech begins
 * @param lastSpeechEnd where its last frame of speech ends
 * @param speechSeconds its frames of speech
 */
record SpokenUtterance(long onset, long lastSpeechEnd, double speechSeconds) {
    private static final int FRAME_SAMPLES = VoiceDetector.WINDOW_SAMPLES;
    private static final double SAMPLES_PER_SECOND = 16_000;

    /** Where its first frame of speech ends: the chunk that brings this sample begins the wait for a first result. */
    long onsetEnd() {
        return onset + FRAME_SAMPLES;
    }

    /** How much of it lies between two positions, seconds; below zero if they lie apart from it. */
    double overlapSeconds(double fromSec, double toSec) {
        return Math.min(toSec, lastSpeechEnd / SAMPLES_PER_SECOND) - Math.max(fromSec, onset / SAMPLES_PER_SECOND);
    }

    /** All utterances of some audio, by the rules and the kind of detector that the server has. */
    static List<SpokenUtterance> in(float[] samples, VoiceDetector detector, EndpointRules rules) {
        List<SpokenUtterance> found = new ArrayList<>();
        Endpointer endpointer = new Endpointer(rules);
        float[] probability = new float[1];
        long speech = 0;
        for (int start = 0; start + FRAME_SAMPLES <= samples.length; start += FRAME_SAMPLES) {
            detector.detect(samples, start, 1, probability);
            Endpointer.Change change = endpointer.frame(start, FRAME_SAMPLES, probability[0]);
            if (endpointer.lastSpeechEnd() == start + FRAME_SAMPLES) {
                speech += FRAME_SAMPLES;
            }
            if (change == Endpointer.Change.ENDPOINT) {
                found.add(of(endpointer, speech));
                speech = 0;
            }
        }
        if (endpointer.isSpeechActive()) {
            found.add(of(endpointer, speech));
        }
        return found;
    }

    private static SpokenUtterance of(Endpointer endpointer, long speechSamples) {
        return new SpokenUtterance(endpointer.onset(), endpointer.lastSpeechEnd(), speechSamples / SAMPLES_PER_SECOND);
    }
}
