package io.heliograph.app.tryout;

import io.heliograph.app.client.PcmSource;
import io.heliograph.server.audio.WavReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** The beginning of a WAVE file, at its own rate, its channels mixed. Confined to the reading thread. */
final class TrialSource implements PcmSource {
    /** Long enough to see how the server does, and nobody waits much longer for a recording at the speed of speech. */
    static final int MAX_SECONDS = 120;

    private static final int BYTES_PER_SAMPLE = 2;

    private final WavReader reader;
    private long bytesLeft;

    /**
     * Reads the header.
     *
     * @throws IOException if it is no WAVE file, in words for people
     */
    TrialSource(InputStream in) throws IOException {
        reader = new WavReader(in);
        bytesLeft = (long) BYTES_PER_SAMPLE * MAX_SECONDS * sampleRateHz();
    }

    @Override
    public int sampleRateHz() {
        return reader.facts().sampleRateHz();
    }

    @Override
    public OptionalLong totalSamples() {
        OptionalLong frames = reader.facts().frames();
        return frames.isEmpty()
                ? frames
                : OptionalLong.of(Math.min(frames.getAsLong(), (long) MAX_SECONDS * sampleRateHz()));
    }

    @Override
    public int read(byte[] target) throws IOException {
        int wanted = (int) Math.min(target.length, bytesLeft);
        int filled = 0;
        while (filled < wanted) {
            int count = reader.read(target, filled, wanted - filled);
            if (count < 0) {
                break;
            }
            filled += count;
        }
        bytesLeft -= filled;
        return filled;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
