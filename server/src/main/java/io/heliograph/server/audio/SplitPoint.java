package io.heliograph.server.audio;

/** Where an utterance that has grown too long is cut with the least harm. Pure. */
public final class SplitPoint {
    /** 30 ms, three periods of a low voice: the dip between two periods is not taken for a pause. */
    private static final int QUIET_SAMPLES = 30 * AudioView.SAMPLE_RATE_HZ / 1000;

    private static final int MIN_SEARCH_SAMPLES = AudioView.SAMPLE_RATE_HZ;

    /** Samples are compared as integers of this scale, whose sums are exact: digital silence is equally quiet everywhere. */
    private static final float SCALE = 0x1p20f;

    private SplitPoint() {}

    /**
     * The middle of the quietest 30 ms within the last {@code max(1 s, overlap)} of the audio, of which at most half is searched;
     * of equally quiet ones the last. Audio too short for that is searched for as much as it has. Linear in the length.
     *
     * @param audio the utterance so far
     * @param overlapSamples the configured overlap, ≤ 0 for none
     * @return a position on the stream's count; behind the start and not behind the end, unless there is no audio at all
     */
    public static long in(AudioView audio, int overlapSamples) {
        int search = Math.min(Math.max(MIN_SEARCH_SAMPLES, overlapSamples), audio.length() / 2);
        int window = Math.min(QUIET_SAMPLES, search);
        int first = audio.length() - search;
        long energy = 0;
        for (int i = first; i < first + window; i++) {
            energy += power(audio.sample(i));
        }
        long quietest = energy;
        int at = first;
        for (int start = first + 1; start + window <= audio.length(); start++) {
            energy += power(audio.sample(start + window - 1)) - power(audio.sample(start - 1));
            if (energy <= quietest) {
                quietest = energy;
                at = start;
            }
        }
        return audio.startSample() + at + window / 2;
    }

    private static long power(float sample) {
        long scaled = Math.round(sample * SCALE);
        return scaled * scaled;
    }
}
