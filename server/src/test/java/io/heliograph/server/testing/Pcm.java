package io.heliograph.server.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/** Makes audio: mono samples in [−1, 1] and their 16-bit bytes. Pure. */
public final class Pcm {
    private Pcm() {}

    public static float[] silence(int samples) {
        return new float[samples];
    }

    public static float[] tone(double hertz, double amplitude, int samples, int rateHz) {
        float[] tone = new float[samples];
        for (int i = 0; i < samples; i++) {
            tone[i] = (float) (amplitude * Math.sin(2 * Math.PI * hertz * i / rateHz));
        }
        return tone;
    }

    public static float[] noise(double amplitude, int samples, long seed) {
        Random random = new Random(seed);
        float[] noise = new float[samples];
        for (int i = 0; i < samples; i++) {
            noise[i] = (float) (amplitude * (2 * random.nextDouble() - 1));
        }
        return noise;
    }

    public static float[] concat(float[]... parts) {
        int length = 0;
        for (float[] part : parts) {
            length += part.length;
        }
        float[] all = new float[length];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /** Signed 16-bit little-endian. */
    public static byte[] bytes(float[] samples) {
        ByteBuffer bytes = ByteBuffer.allocate(samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (float sample : samples) {
            bytes.putShort((short) Math.max(-32768, Math.min(32767, Math.round(sample * 32768))));
        }
        return bytes.array();
    }
}
