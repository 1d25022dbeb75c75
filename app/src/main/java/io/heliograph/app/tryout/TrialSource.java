package io.heliograph.app.tryout;

import io.heliograph.app.client.PcmSource;
import io.heliograph.server.audio.Resampler;
import io.heliograph.server.audio.WavReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/**
 * The beginning of a WAVE file, its channels mixed, at no more than 16 kHz: that is all the engine hears, and what a server's limit on
 * the bytes of a second is made for. Confined to the reading thread.
 */
final class TrialSource implements PcmSource {
    /** Long enough to see how the server does, and nobody waits much longer for a recording at the speed of speech. */
    static final int MAX_SECONDS = 120;

    private static final int RATE_HZ = 16_000;
    private static final int BYTES_PER_SAMPLE = 2;
    private static final int SAMPLES_PER_PART = 4_096;
    private static final float FULL_SCALE = 32_768f;

    private final int sampleRateHz;
    private final byte[] pcm16;
    private int position;

    private TrialSource(int sampleRateHz, byte[] pcm16) {
        this.sampleRateHz = sampleRateHz;
        this.pcm16 = pcm16;
    }

    /**
     * Reads the recording; the stream stays the caller's.
     *
     * @throws IOException if it is no WAVE file that can be read, in words for people
     */
    static TrialSource of(InputStream in) throws IOException {
        WavReader reader = new WavReader(in);
        int rateHz = reader.facts().sampleRateHz();
        byte[] whole = read(reader, (long) MAX_SECONDS * rateHz * BYTES_PER_SAMPLE);
        if (rateHz <= RATE_HZ) {
            return new TrialSource(rateHz, whole);
        }
        try {
            return new TrialSource(RATE_HZ, resampled(whole, rateHz));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static byte[] read(WavReader reader, long mostBytes) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part = new byte[SAMPLES_PER_PART * BYTES_PER_SAMPLE];
        for (long left = mostBytes; left > 0; ) {
            int count = reader.read(part, 0, (int) Math.min(part.length, left));
            if (count < 0) {
                break;
            }
            all.write(part, 0, count);
            left -= count;
        }
        return all.toByteArray();
    }

    private static byte[] resampled(byte[] pcm, int rateHz) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Resampler resampler = Resampler.to16kHz(rateHz);
        float[] part = new float[SAMPLES_PER_PART];
        int samples = pcm.length / BYTES_PER_SAMPLE;
        for (int from = 0; from < samples; from += part.length) {
            int count = Math.min(part.length, samples - from);
            for (int i = 0; i < count; i++) {
                int at = (from + i) * BYTES_PER_SAMPLE;
                part[i] = (short) ((pcm[at] & 0xFF) | (pcm[at + 1] << 8)) / FULL_SCALE;
            }
            resampler.accept(part, 0, count, (made, offset, number) -> write(all, made, offset, number));
        }
        resampler.finish((made, offset, number) -> write(all, made, offset, number));
        return all.toByteArray();
    }

    private static void write(ByteArrayOutputStream all, float[] samples, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            int value = Math.clamp(Math.round(samples[i] * FULL_SCALE), Short.MIN_VALUE, Short.MAX_VALUE);
            all.write(value);
            all.write(value >> 8);
        }
    }

    @Override
    public int sampleRateHz() {
        return sampleRateHz;
    }

    @Override
    public OptionalLong totalSamples() {
        return OptionalLong.of(pcm16.length / BYTES_PER_SAMPLE);
    }

    @Override
    public int read(byte[] target) {
        int count = Math.min(target.length, pcm16.length - position);
        System.arraycopy(pcm16, position, target, 0, count);
        position += count;
        return count;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
