package io.heliograph.server.testing;

import io.heliograph.server.vad.VoiceDetector;

/** Calls a window speech if it is loud: tests write speech as a tone. Confined to one thread. */
public final class LoudnessDetector implements VoiceDetector {
    private static final double LOUD = 0.05;

    @Override
    public void detect(float[] samples, int offset, int windows, float[] probabilities) {
        for (int window = 0; window < windows; window++) {
            double sum = 0;
            for (int i = 0; i < WINDOW_SAMPLES; i++) {
                float sample = samples[offset + window * WINDOW_SAMPLES + i];
                sum += sample * sample;
            }
            probabilities[window] = Math.sqrt(sum / WINDOW_SAMPLES) >= LOUD ? 0.9f : 0.1f;
        }
    }

    @Override
    public void reset() {
        // Each window is judged for itself.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
