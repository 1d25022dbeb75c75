package io.heliograph.server.audio;

/** Samples of 16 bits and samples in [−1, 1), from one to the other. What was 16 bits comes back unchanged. Stateless. */
public final class Pcm16 {
    /** What 1.0 would be; the loudest positive sample is one less. */
    static final float FULL_SCALE = 32_768;

    private Pcm16() {}

    /** Exact. */
    public static float toFloat(short sample) {
        return sample / FULL_SCALE;
    }

    /** Rounds to the nearest; what is louder than full scale becomes full scale. */
    public static short fromFloat(float sample) {
        return (short) Math.clamp(Math.round(sample * FULL_SCALE), Short.MIN_VALUE, Short.MAX_VALUE);
    }

    /** The same for {@code count} samples. */
    static void fromFloats(float[] source, int from, short[] target, int to, int count) {
        for (int i = 0; i < count; i++) {
            target[to + i] = fromFloat(source[from + i]);
        }
    }
}
