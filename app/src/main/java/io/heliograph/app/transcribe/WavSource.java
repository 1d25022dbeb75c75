package io.heliograph.app.transcribe;

import io.heliograph.server.audio.WavReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** A WAVE file at its own rate, its channels mixed. Confined to the reading thread. */
final class WavSource implements Recording {
    /**
     * Programs that write into a pipe announce about 2 or 4 GiB, since they cannot come back to fill the size in (seen: 0x7FFFF000
     * by sox, 0x80000000 by arecord). From here on a size is not believed.
     */
    private static final long PLACEHOLDER_BYTES = 0x7FFF_0000L;

    private final String name;
    private final WavReader reader;

    /**
     * Reads the header.
     *
     * @param name what messages call it
     * @param in closed with this
     */
    WavSource(String name, InputStream in) throws IOException {
        this.name = name;
        this.reader = new WavReader(in);
    }

    @Override
    public int sampleRateHz() {
        return reader.facts().sampleRateHz();
    }

    @Override
    public OptionalLong totalSamples() {
        return reader.facts().dataBytes() >= PLACEHOLDER_BYTES
                ? OptionalLong.empty()
                : reader.facts().frames();
    }

    @Override
    public int read(byte[] target) throws IOException {
        int filled = 0;
        while (filled < target.length) {
            int count = reader.read(target, filled, target.length - filled);
            if (count < 0) {
                break;
            }
            filled += count;
        }
        return filled;
    }

    @Override
    public Optional<String> damage() {
        if (!reader.isTruncated() || totalSamples().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "%s ends after %.1f s, its header announces %.1f s",
                name,
                (double) reader.framesRead() / sampleRateHz(),
                (double) totalSamples().getAsLong() / sampleRateHz()));
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
