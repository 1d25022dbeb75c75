package io.heliograph.server.audio;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * A read-only window on buffered audio: mono, 16 kHz, samples in [−1, 1) of 16 bits each, addressed from {@link #startSample()} on
 * the stream's own sample count. It shares the blocks of the buffer it came from, which are only ever appended to behind the window, so it may
 * be handed to another thread without a copy. Immutable.
 */
public final class AudioView {
    /** The rate of all audio behind the front door, in Hz: what detector and engine want. */
    public static final int SAMPLE_RATE_HZ = 16_000;

    /** Samples in a block of the shared storage. */
    static final int BLOCK_SAMPLES = 4096;

    private final short[][] blocks;
    private final int offset;
    private final int length;
    private final long startSample;

    AudioView(short[][] blocks, int offset, int length, long startSample) {
        this.blocks = blocks;
        this.offset = offset;
        this.length = length;
        this.startSample = startSample;
    }

    /** A view on a copy of the samples, rounded to 16 bits, starting at sample 0. */
    public static AudioView of(float[] samples) {
        int count = (samples.length + BLOCK_SAMPLES - 1) / BLOCK_SAMPLES;
        short[][] blocks = new short[count][BLOCK_SAMPLES];
        for (int b = 0; b < count; b++) {
            int from = b * BLOCK_SAMPLES;
            Pcm16.fromFloats(samples, from, blocks[b], 0, Math.min(BLOCK_SAMPLES, samples.length - from));
        }
        return new AudioView(blocks, 0, samples.length, 0);
    }

    /** Number of samples. */
    public int length() {
        return length;
    }

    /** Position of the first sample on the stream's count of 16 kHz samples. */
    public long startSample() {
        return startSample;
    }

    /** Position behind the last sample. */
    public long endSample() {
        return startSample + length;
    }

    /** Length in seconds. */
    public double seconds() {
        return (double) length / SAMPLE_RATE_HZ;
    }

    /** The samples [from, to) of the stream's count, which must lie inside this view. */
    public AudioView slice(long from, long to) {
        Objects.checkFromToIndex(from - startSample, to - startSample, (long) length);
        int first = offset + (int) (from - startSample);
        int count = (int) (to - from);
        // Only the blocks it needs: a short slice that lives on does not keep a long view's audio in memory.
        int firstBlock = first / BLOCK_SAMPLES;
        int endBlock = (first + count + BLOCK_SAMPLES - 1) / BLOCK_SAMPLES;
        short[][] shared = Arrays.copyOfRange(blocks, firstBlock, Math.max(firstBlock, endBlock));
        return new AudioView(shared, first % BLOCK_SAMPLES, count, from);
    }

    /** Appends all samples to the buffer, which needs {@link #length()} places left. */
    public void copyTo(FloatBuffer target) {
        for (int done = 0; done < length; ) {
            int at = offset + done;
            int count = Math.min(BLOCK_SAMPLES - at % BLOCK_SAMPLES, length - done);
            short[] block = blocks[at / BLOCK_SAMPLES];
            for (int i = at % BLOCK_SAMPLES, end = i + count; i < end; i++) {
                target.put(Pcm16.toFloat(block[i]));
            }
            done += count;
        }
    }

    /** Root mean square of the samples, 0 for none. */
    public double rms() {
        long sum = 0;
        for (int done = 0; done < length; ) {
            int at = offset + done;
            short[] block = blocks[at / BLOCK_SAMPLES];
            int start = at % BLOCK_SAMPLES;
            int count = Math.min(BLOCK_SAMPLES - start, length - done);
            for (int i = start; i < start + count; i++) {
                sum += block[i] * block[i];
            }
            done += count;
        }
        return length == 0 ? 0 : Math.sqrt((double) sum / length) / Pcm16.FULL_SCALE;
    }

    /** The sample at an index of this view. */
    public float sample(int index) {
        int at = offset + index;
        return Pcm16.toFloat(blocks[at / BLOCK_SAMPLES][at % BLOCK_SAMPLES]);
    }
}
