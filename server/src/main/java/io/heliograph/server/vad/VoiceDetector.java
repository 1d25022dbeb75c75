package io.heliograph.server.vad;

/**
 * Speech probability of consecutive windows of one stream: {@value #WINDOW_SAMPLES} samples, mono, 16 kHz, in [−1, 1]. The result
 * depends on the samples since the last {@link #reset()} alone, never on how many windows a call brings. Confined to the stream's
 * thread.
 */
public interface VoiceDetector extends AutoCloseable {
    /** Samples in a window: 32 ms. */
    int WINDOW_SAMPLES = 512;

    /**
     * Judges consecutive windows.
     *
     * @param samples {@code windows * 512} samples from {@code offset}
     * @param offset index of the first sample
     * @param windows how many windows, at least 1
     * @param probabilities receives one probability in [0, 1] per window, from index 0
     */
    void detect(float[] samples, int offset, int windows, float[] probabilities);

    /** Forgets everything heard. */
    void reset();

    @Override
    void close();
}
