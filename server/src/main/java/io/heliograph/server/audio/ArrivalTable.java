package io.heliograph.server.audio;

/**
 * When the chunk that brought a sample arrived. Chunks are told apart as long as they are longer than 10 ms; shorter neighbours
 * are merged up to that length and take the last one's time, so there are at most 200 rows per second of audio, whatever the
 * size of the chunks. Confined to the stream's thread.
 */
final class ArrivalTable {
    /** 10 ms of audio: well below the 32 ms window in which the detector decides. */
    static final int MERGED_SAMPLES = 160;

    private final PositionTable arrivals = new PositionTable(1);

    /** Notes that samples [start, start + count) came with the chunk of this time. */
    void appended(long start, int count, long arrivalNanos) {
        int last = arrivals.size() - 1;
        if (last < 0) {
            arrivals.replace(arrivals.add(start), 0, arrivalNanos);
        } else if (arrivals.value(last, 0) != arrivalNanos) {
            boolean merge = start + count - arrivals.position(last) <= MERGED_SAMPLES;
            arrivals.replace(merge ? last : arrivals.add(start), 0, arrivalNanos);
        }
    }

    /** Arrival of the chunk that brought the sample at a position that is still held. */
    long at(long position) {
        return arrivals.value(arrivals.rowAt(position), 0);
    }

    /** Forgets what is only needed in front of a position. */
    void discardBefore(long position) {
        arrivals.discardBefore(position);
    }

    /** Rows held, for tests. */
    int size() {
        return arrivals.size();
    }
}
