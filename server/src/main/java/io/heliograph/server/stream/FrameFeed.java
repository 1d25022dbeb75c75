package io.heliograph.server.stream;

import io.heliograph.server.audio.AudioBuffer;
import io.heliograph.server.vad.VoiceDetector;
import org.jspecify.annotations.Nullable;

/**
 * Reads the buffer frame by frame, each with its speech probability. Several frames are judged in one run when they are there;
 * what comes out does not depend on it. Confined to the stream's thread.
 */
final class FrameFeed {
    static final int FRAME_SAMPLES = VoiceDetector.WINDOW_SAMPLES;

    /** As many as the detector takes in one run. */
    private static final int MAX_FRAMES_AHEAD = 4;

    private final AudioBuffer buffer;
    private final @Nullable VoiceDetector detector;
    private final float[] samples = new float[MAX_FRAMES_AHEAD * FRAME_SAMPLES];
    private final float[] probabilities = new float[MAX_FRAMES_AHEAD];
    private long nextStart;
    private int judged;
    private int used;

    /** A feed; without a detector all frames are speech. */
    FrameFeed(AudioBuffer buffer, @Nullable VoiceDetector detector) {
        this.buffer = buffer;
        this.detector = detector;
    }

    /** Where the next frame begins. */
    long position() {
        return nextStart;
    }

    boolean hasNext() {
        return buffer.endSample() - nextStart >= FRAME_SAMPLES;
    }

    /** The probability of the frame at {@link #position()}, which moves on by a frame. */
    double next() {
        if (detector == null) {
            nextStart += FRAME_SAMPLES;
            return 1;
        }
        if (used == judged) {
            judge(detector);
        }
        nextStart += FRAME_SAMPLES;
        return probabilities[used++];
    }

    /** Forgets what the detector heard; frames that were judged ahead are judged again. */
    void resetDetector() {
        if (detector != null) {
            detector.reset();
        }
        judged = 0;
        used = 0;
    }

    /** Goes on behind audio that was lost; frames in front of the position are not looked at any more. */
    void skipTo(long position) {
        if (position > nextStart) {
            nextStart = position;
            judged = 0;
            used = 0;
        }
    }

    private void judge(VoiceDetector listening) {
        judged = (int) Math.min(MAX_FRAMES_AHEAD, (buffer.endSample() - nextStart) / FRAME_SAMPLES);
        used = 0;
        buffer.read(nextStart, samples, 0, judged * FRAME_SAMPLES);
        listening.detect(samples, 0, judged, probabilities);
    }
}
