package io.heliograph.app.client;

import java.io.IOException;
import java.util.OptionalLong;

/** Silence of a length, or a source that breaks. Confined to one thread. */
final class PcmArray implements PcmSource {
    private final int rateHz;
    private final long samples;
    private final long brokenAt;
    private long position;

    private PcmArray(int rateHz, long samples, long brokenAt) {
        this.rateHz = rateHz;
        this.samples = samples;
        this.brokenAt = brokenAt;
    }

    static PcmArray silence(int rateHz, long samples) {
        return new PcmArray(rateHz, samples, Long.MAX_VALUE);
    }

    static PcmArray brokenAt(int rateHz, long sample) {
        return new PcmArray(rateHz, Long.MAX_VALUE, sample);
    }

    @Override
    public int sampleRateHz() {
        return rateHz;
    }

    @Override
    public OptionalLong totalSamples() {
        return OptionalLong.of(samples);
    }

    @Override
    public int read(byte[] target) throws IOException {
        if (position >= brokenAt) {
            throw new IOException("broken at " + position);
        }
        int count = (int) Math.min(target.length / 2, samples - position);
        position += count;
        return 2 * count;
    }

    @Override
    public void close() {}
}
