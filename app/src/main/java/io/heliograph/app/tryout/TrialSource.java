package io.heliograph.app.tryout;

import io.heliograph.app.client.NarrowedSource;
import io.heliograph.app.client.PcmSource;
import io.heliograph.server.audio.WavReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** The beginning of a WAVE file, its channels mixed. Confined to the reading thread. */
final class TrialSource implements PcmSource {
    /** Long enough to see how the server does, and nobody waits much longer for a recording at the speed of speech. */
    static final int MAX_SECONDS = 120;

    private static final int BYTES_PER_SAMPLE = 2;
    private static final int SAMPLES_PER_PART = 4_096;

    private final int sampleRateHz;
    private final byte[] pcm16;
    private int position;

    private TrialSource(int sampleRateHz, byte[] pcm16) {
        this.sampleRateHz = sampleRateHz;
        this.pcm16 = pcm16;
    }

    /**
     * Reads the recording, at no more than 16 kHz; the stream stays the caller's.
     *
     * @throws IOException if it is no WAVE file that can be read, in words for people
     */
    static PcmSource of(InputStream in) throws IOException {
        WavReader reader = new WavReader(in);
        int rateHz = reader.facts().sampleRateHz();
        byte[] beginning = read(reader, (long) MAX_SECONDS * rateHz * BYTES_PER_SAMPLE);
        return NarrowedSource.of(new TrialSource(rateHz, beginning));
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
