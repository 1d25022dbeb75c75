package io.heliograph.server.audio;

import java.util.Arrays;
import java.util.Random;

/** Synthetic audio for the tests of this package. */
final class Signals {
    private Signals() {}

    /** A sine of amplitude 0.5. */
    static float[] tone(double frequencyHz, int rateHz, int count) {
        float[] samples = new float[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (float) (0.5 * Math.sin(2 * Math.PI * frequencyHz * i / rateHz));
        }
        return samples;
    }

    /** Uniform noise in [−1, 1), of 16 bits. */
    static float[] noise(int count, long seed) {
        Random random = new Random(seed);
        float[] samples = new float[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (random.nextInt(65_536) - 32_768) / 32_768f;
        }
        return samples;
    }

    /** Random bytes, which as PCM16 are full-scale noise. */
    static byte[] noiseBytes(int count, long seed) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Everything that is held. */
    static float[] all(AudioBuffer buffer) {
        float[] samples = new float[(int) (buffer.endSample() - buffer.startSample())];
        buffer.read(buffer.startSample(), samples, 0, samples.length);
        return samples;
    }

    /** A sink that remembers. */
    static final class Recording implements SampleSink {
        private float[] samples = new float[1024];
        private int count;

        @Override
        public void append(float[] more, int offset, int length) {
            if (count + length > samples.length) {
                samples = Arrays.copyOf(samples, 2 * (count + length));
            }
            System.arraycopy(more, offset, samples, count, length);
            count += length;
        }

        float[] samples() {
            return Arrays.copyOf(samples, count);
        }
    }
}
