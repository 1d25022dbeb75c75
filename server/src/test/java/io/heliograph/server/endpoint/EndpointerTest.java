package io.heliograph.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.endpoint.Endpointer.Change;
import org.junit.jupiter.api.Test;

final class EndpointerTest {
    private static final int FRAME = 512;

    private final Endpointer endpointer = new Endpointer(EndpointRules.ofSeconds(0.5, 0.8, 0.3, 0.2));
    private long position;

    private Change frame(double probability) {
        Change change = endpointer.frame(position, FRAME, probability);
        position += FRAME;
        return change;
    }

    @Test
    void endsUtteranceAtTheTwentyFifthSilentFrameOfEightTenthsOfASecond() {
        assertEquals(Change.SPEECH_STARTED, frame(0.9));
        for (int silent = 1; silent <= 24; silent++) {
            assertEquals(Change.NONE, frame(0.1), "frame " + silent);
        }
        assertEquals(Change.ENDPOINT, frame(0.1));
        assertFalse(endpointer.isSpeechActive());
        assertEquals(FRAME, endpointer.lastSpeechEnd());
    }

    @Test
    void silenceBeforeSpeechNeverEndsAnything() {
        for (int i = 0; i < 200; i++) {
            assertEquals(Change.NONE, frame(0));
        }
        assertFalse(endpointer.isSpeechActive());
    }

    @Test
    void countsSilenceAnewAfterSpeechResumes() {
        frame(0.9);
        for (int i = 0; i < 24; i++) {
            frame(0.1);
        }
        assertEquals(Change.SPEECH_RESUMED, frame(0.5));
        for (int i = 0; i < 24; i++) {
            assertEquals(Change.NONE, frame(0.49));
        }
        assertEquals(Change.ENDPOINT, frame(0.49));
    }

    @Test
    void theNextUtteranceMayBeginRightBehindAnEndpoint() {
        frame(0.9);
        for (int i = 0; i < 25; i++) {
            frame(0.1);
        }
        long onset = position;
        assertEquals(Change.SPEECH_STARTED, frame(0.9));
        assertEquals(onset, endpointer.onset());
    }

    @Test
    void withTheDetectorOffAllIsSpeechAndNothingEnds() {
        Endpointer off = new Endpointer(EndpointRules.ofSeconds(0, 0.8, 0.3, 0.2));
        assertEquals(Change.SPEECH_STARTED, off.frame(0, FRAME, 0));
        for (int i = 1; i < 100; i++) {
            assertEquals(Change.NONE, off.frame((long) i * FRAME, FRAME, 0));
        }
        assertTrue(off.isSpeechActive());
        assertEquals(100L * FRAME, off.lastSpeechEnd());
    }

    @Test
    void refusesRulesThatMakeNoSense() {
        assertThrows(IllegalArgumentException.class, () -> new EndpointRules(Double.NaN, 1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new EndpointRules(0.5, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new EndpointRules(0.5, 1, -1, 0));
    }

    @Test
    void theTailIsNeverLongerThanTheSilence() {
        assertEquals(1_600, EndpointRules.ofSeconds(0.5, 0.1, 0.3, 0.2).tailSamples());
    }
}
