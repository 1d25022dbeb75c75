package io.heliograph.app.client;

import io.heliograph.server.audio.Pcm16;
import io.heliograph.server.audio.Resampler;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Audio of a higher rate at 16 kHz: that is all the engine hears, and what a server's limit on the bytes of a second is made for.
 * Resampled as the server would do it. Confined to the reading thread.
 */
public final class NarrowedSource implements PcmSource {
    private static final int RATE_HZ = 16_000;
    private static final int BLOCK_SAMPLES = 4_096;
    /** What the filter may give in one call beyond its share of the block. */
    private static final int MARGIN_SAMPLES = 256;

    private static final int BYTES_PER_SAMPLE = 2;

    private final PcmSource source;
    private final Resampler resampler;
    private final byte[] block = new byte[BLOCK_SAMPLES * BYTES_PER_SAMPLE];
    private final float[] samples = new float[BLOCK_SAMPLES];
    private final byte[] made = new byte[(BLOCK_SAMPLES + MARGIN_SAMPLES) * BYTES_PER_SAMPLE];
    private int madeFrom;
    private int madeTo;
    private boolean isOver;

    private NarrowedSource(PcmSource source) {
        this.source = source;
        this.resampler = Resampler.to16kHz(source.sampleRateHz());
    }

    /**
     * The source at 16 kHz, or the source itself if its rate is no higher.
     *
     * @param source closed with what is given
     * @throws IOException if the rate is higher than can be resampled
     */
    public static PcmSource of(PcmSource source) throws IOException {
        if (source.sampleRateHz() <= RATE_HZ) {
            return source;
        }
        try {
            return new NarrowedSource(source);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public int sampleRateHz() {
        return RATE_HZ;
    }

    @Override
    public OptionalLong totalSamples() {
        OptionalLong total = source.totalSamples();
        return total.isEmpty()
                ? total
                : OptionalLong.of(Resampler.outputSamples(total.getAsLong(), source.sampleRateHz(), RATE_HZ));
    }

    @Override
    public int read(byte[] target) throws IOException {
        int filled = 0;
        while (filled < target.length && (madeFrom < madeTo || refill())) {
            int part = Math.min(target.length - filled, madeTo - madeFrom);
            System.arraycopy(made, madeFrom, target, filled, part);
            madeFrom += part;
            filled += part;
        }
        return filled;
    }

    /** Makes more; false at the end. */
    private boolean refill() throws IOException {
        madeFrom = 0;
        madeTo = 0;
        while (madeTo == 0 && !isOver) {
            int count = source.read(block) / BYTES_PER_SAMPLE;
            for (int i = 0; i < count; i++) {
                int at = i * BYTES_PER_SAMPLE;
                samples[i] = Pcm16.toFloat((short) ((block[at] & 0xFF) | (block[at + 1] << 8)));
            }
            if (count > 0) {
                resampler.accept(samples, 0, count, this::append);
            } else {
                isOver = true;
                resampler.finish(this::append);
            }
        }
        return madeTo > 0;
    }

    private void append(float[] more, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            short value = Pcm16.fromFloat(more[i]);
            made[madeTo++] = (byte) value;
            made[madeTo++] = (byte) (value >> 8);
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
