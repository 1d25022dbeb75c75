package io.heliograph.server.audio;

import java.util.ArrayList;
import java.util.List;

/**
 * The audio of one stream that may still be needed: mono, 16 kHz, in [−1, 1), addressed by sample position since stream start. It is
 * held in 16 bits a sample, as it comes; what a resampler makes is rounded to that, 98 dB below full scale.
 * It grows at the end and is discarded at the front; what it holds is bounded by whoever discards, and {@link #bufferedBytes()}
 * tells them. It also knows how many bytes, as received, a range cost and when the chunk that brought a sample arrived.
 *
 * <p>Confined to the stream's thread, except for the {@link AudioView}s it hands out. A view shares the buffer's blocks. That is
 * safe because samples are written once, behind every view that exists, and a view reaches another thread through a queue
 * or lock that publishes what was written before. Discarding only drops the buffer's own references.
 */
public final class AudioBuffer implements SampleSink {
    private static final int BLOCK_SAMPLES = AudioView.BLOCK_SAMPLES;

    /** Stands in for blocks of lost audio; never written. */
    private static final short[] SILENT_BLOCK = new short[BLOCK_SAMPLES];

    private final List<short[]> blocks = new ArrayList<>();
    private final ByteAccount account = new ByteAccount();
    private final ArrivalTable arrivals = new ArrivalTable();

    /** Number of the first held block; block b holds positions [b, b + 1) · {@link #BLOCK_SAMPLES}. */
    private long firstBlock;

    private long startSample;
    private long endSample;
    private long arrivalNanos;

    /** The last audio that was lost on its way in: [lostStart, lostEnd). */
    private long lostStart;

    private long lostEnd;

    /**
     * Announces a chunk, whose samples are appended next, as far as the resampler does not hold them back.
     *
     * @param bytes its size as received
     * @param rateHz its sample rate
     * @param arrivalNanos when it arrived, on the clock of {@link io.heliograph.server.time.Ticker}
     */
    public void received(int bytes, int rateHz, long arrivalNanos) {
        account.received(bytes, rateHz, endSample);
        this.arrivalNanos = arrivalNanos;
    }

    /** Says that every sample of the bytes received so far has been appended: the rate changes or the input is at its end. */
    public void endStretch() {
        account.endStretch(endSample);
    }

    /** Copies samples to the end. */
    @Override
    public void append(float[] samples, int offset, int count) {
        arrivals.appended(endSample, count, arrivalNanos);
        for (int done = 0; done < count; ) {
            int at = (int) (endSample % BLOCK_SAMPLES);
            long block = endSample / BLOCK_SAMPLES;
            if (block == firstBlock + blocks.size()) {
                blocks.add(new short[BLOCK_SAMPLES]);
            }
            int part = Math.min(BLOCK_SAMPLES - at, count - done);
            Pcm16.fromFloats(samples, offset + done, blocks.getLast(), at, part);
            endSample += part;
            done += part;
        }
    }

    /**
     * Appends silence in place of audio that came and was not kept, so that what follows keeps its position. It costs no bytes and
     * next to no memory.
     *
     * @param count samples
     * @param lostArrivalNanos when the lost audio arrived
     */
    public void appendLost(long count, long lostArrivalNanos) {
        account.endStretch(endSample);
        arrivalNanos = lostArrivalNanos;
        lostStart = lostEnd == endSample ? lostStart : endSample;
        lostEnd = endSample + count;
        for (long left = count; left > 0; ) {
            int at = (int) (endSample % BLOCK_SAMPLES);
            int part = (int) Math.min(BLOCK_SAMPLES - at, left);
            if (part == BLOCK_SAMPLES) {
                arrivals.appended(endSample, part, arrivalNanos);
                blocks.add(SILENT_BLOCK);
                endSample += part;
            } else {
                append(new float[part], 0, part);
            }
            left -= part;
        }
    }

    /** Position of the first sample that is held. */
    public long startSample() {
        return startSample;
    }

    /** Position behind the last sample. */
    public long endSample() {
        return endSample;
    }

    /**
     * The samples [from, to), without a copy; the view outlives a discard.
     *
     * @throws IndexOutOfBoundsException if not all of them are held
     */
    public AudioView view(long from, long to) {
        requireHeld(from, to);
        if (from == to) {
            return new AudioView(new short[0][], 0, 0, from);
        }
        int first = (int) (from / BLOCK_SAMPLES - firstBlock);
        int last = (int) ((to - 1) / BLOCK_SAMPLES - firstBlock);
        short[][] shared = blocks.subList(first, last + 1).toArray(short[][]::new);
        return new AudioView(shared, (int) (from % BLOCK_SAMPLES), (int) (to - from), from);
    }

    /**
     * Copies {@code count} samples from position {@code from} on into an array.
     *
     * @throws IndexOutOfBoundsException if not all of them are held
     */
    public void read(long from, float[] target, int offset, int count) {
        requireHeld(from, from + count);
        for (int done = 0; done < count; ) {
            long position = from + done;
            int at = (int) (position % BLOCK_SAMPLES);
            int part = Math.min(BLOCK_SAMPLES - at, count - done);
            short[] block = blocks.get((int) (position / BLOCK_SAMPLES - firstBlock));
            for (int i = 0; i < part; i++) {
                target[offset + done + i] = Pcm16.toFloat(block[at + i]);
            }
            done += part;
        }
    }

    /**
     * Discards the audio in front of a position, at once for every block that lies wholly in front of it. A position at or before
     * the start changes nothing.
     *
     * @throws IndexOutOfBoundsException behind the end
     */
    public void discardBefore(long position) {
        if (position <= startSample) {
            return;
        }
        requireHeld(position, position);
        startSample = position;
        int whole = (int) Math.min(position / BLOCK_SAMPLES - firstBlock, blocks.size());
        blocks.subList(0, whole).clear();
        firstBlock += whole;
        account.discardBefore(position);
        arrivals.discardBefore(position);
    }

    /**
     * Bytes as received of the samples [from, to). Whole samples of the client's rate are counted with the first sample that needs
     * them; ranges that meet add up exactly.
     *
     * @throws IndexOutOfBoundsException if not all of them are held
     */
    public long bytes(long from, long to) {
        requireHeld(from, to);
        return account.before(to) - account.before(from);
    }

    /** Bytes as received of everything held, with what the resampler still holds back. */
    public long bufferedBytes() {
        return account.receivedBytes() - account.before(startSample);
    }

    /** All bytes received since stream start, discarded ones too. */
    public long receivedBytes() {
        return account.receivedBytes();
    }

    /** The first position whose head [start, position) has at least so many bytes; the end if all of it has fewer. */
    public long endOfHead(long bytes) {
        long target = account.before(startSample) + bytes;
        long low = startSample;
        long high = endSample;
        while (low < high) {
            long middle = low + (high - low) / 2;
            if (account.before(middle) >= target) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Where kept audio goes on at or behind a position: the position, unless the audio there was the last to be lost. */
    public long behindLost(long position) {
        return lostStart <= position && position < lostEnd ? lostEnd : position;
    }

    /**
     * When the chunk that brought the sample at a position arrived, in nanoseconds of the clock used for {@link #received}.
     * Chunks shorter than 10 ms may be taken together, with the time of the last.
     *
     * @throws IndexOutOfBoundsException if the sample is not held
     */
    public long arrivalNanos(long position) {
        requireHeld(position, position + 1);
        return arrivals.at(position);
    }

    /** Rows of the two side tables, for tests. */
    int sideTableRows() {
        return account.size() + arrivals.size();
    }

    /** Blocks held, for tests. */
    int blockCount() {
        return blocks.size();
    }

    private void requireHeld(long from, long to) {
        if (from < startSample || to > endSample || from > to) {
            throw new IndexOutOfBoundsException(
                    "samples " + from + " to " + to + " asked for, " + startSample + " to " + endSample + " held");
        }
    }
}
