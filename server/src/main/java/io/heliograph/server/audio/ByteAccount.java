package io.heliograph.server.audio;

/**
 * How many bytes, as received, the audio up to a position cost. Between two changes of the sample rate the count grows by whole
 * received samples of two bytes, exactly; a stretch that ended holds all its bytes, also an odd one and what rounding to the
 * 16 kHz grid left over. So parts always add up to the whole. Memory: one row per change of rate that brought audio. Confined to
 * the stream's thread.
 */
final class ByteAccount {
    private static final int BYTES_BEFORE = 0;
    private static final int RATE_HZ = 1;

    /** Rate of what follows a stretch that has ended, until the next begins. */
    private static final int ENDED = 0;

    private final PositionTable stretches = new PositionTable(2);
    private long receivedBytes;

    /** Counts bytes of a rate whose samples will be appended from {@code endSample} on. */
    void received(int bytes, int rateHz, long endSample) {
        int last = stretches.size() - 1;
        if (last < 0 || stretches.value(last, RATE_HZ) != rateHz) {
            begin(rateHz, endSample);
        }
        receivedBytes += bytes;
    }

    /** Settles the stretch that ends at {@code endSample}: no sample is to come of the bytes received so far. */
    void endStretch(long endSample) {
        begin(ENDED, endSample);
    }

    /** All bytes received. */
    long receivedBytes() {
        return receivedBytes;
    }

    /** Bytes of the audio in front of a position, which is one that has been appended and not discarded. */
    long before(long position) {
        int row = stretches.rowAt(position);
        if (row < 0 || position == 0) {
            // Bytes that became no sample at the very start belong to the first sample there is.
            return 0;
        }
        long samples = (position - stretches.position(row)) * stretches.value(row, RATE_HZ) / AudioView.SAMPLE_RATE_HZ;
        long limit = row + 1 < stretches.size() ? stretches.value(row + 1, BYTES_BEFORE) : receivedBytes;
        return Math.min(stretches.value(row, BYTES_BEFORE) + 2 * samples, limit);
    }

    /** Forgets what is only needed in front of a position. */
    void discardBefore(long position) {
        stretches.discardBefore(position);
    }

    /** Rows held, for tests. */
    int size() {
        return stretches.size();
    }

    private void begin(int rateHz, long endSample) {
        int row = stretches.add(endSample);
        stretches.replace(row, BYTES_BEFORE, receivedBytes);
        stretches.replace(row, RATE_HZ, rateHz);
    }
}
