package io.heliograph.app.client;

import io.heliograph.proto.STTResult;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * How long after its last audio each final came, for a paced stream: from the moment the chunk was due that holds the end of the
 * utterance, to the moment the final was there. Consecutive finals with the same committed text are the segments of one utterance
 * and count once. Thread-safe.
 */
public final class FinalLatencies {
    private static final int FIRST_CAPACITY = 256;

    private final int sampleRateHz;
    private long[] chunkEndSamples = new long[FIRST_CAPACITY];
    private long[] chunkDueNanos = new long[FIRST_CAPACITY];
    private int chunks;
    private long[] latencies = new long[FIRST_CAPACITY];
    private int utterances;
    private String lastCommitted = "";
    private double lastEndSec;

    /** For a stream at this rate. */
    public FinalLatencies(int sampleRateHz) {
        this.sampleRateHz = sampleRateHz;
    }

    /** Notes a chunk; they come in order. */
    public synchronized void add(ChunkTiming chunk) {
        if (chunks == chunkEndSamples.length) {
            chunkEndSamples = Arrays.copyOf(chunkEndSamples, 2 * chunks);
            chunkDueNanos = Arrays.copyOf(chunkDueNanos, 2 * chunks);
        }
        chunkEndSamples[chunks] = chunk.endSample();
        chunkDueNanos[chunks] = chunk.dueNanos();
        chunks++;
    }

    /** Notes a result; partials are passed over. */
    public synchronized void add(TimedResult timed) {
        STTResult result = timed.result();
        if (!result.getIsFinal() || chunks == 0) {
            return;
        }
        boolean isSameUtterance =
                utterances > 0 && !lastCommitted.isEmpty() && lastCommitted.equals(result.getCommittedText());
        if (!isSameUtterance) {
            if (utterances == latencies.length) {
                latencies = Arrays.copyOf(latencies, 2 * utterances);
            }
            utterances++;
            lastCommitted = result.getCommittedText();
            lastEndSec = result.getEndSec();
        }
        lastEndSec = Math.max(lastEndSec, result.getEndSec());
        latencies[utterances - 1] = timed.receivedNanos() - dueNanos(lastEndSec);
    }

    /** Utterances that have a final. */
    public synchronized int count() {
        return utterances;
    }

    /** The nearest-rank percentile in nanoseconds, absent without a final. */
    public synchronized OptionalLong percentileNanos(double percent) {
        if (utterances == 0) {
            return OptionalLong.empty();
        }
        long[] sorted = Arrays.copyOf(latencies, utterances);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100 * utterances);
        return OptionalLong.of(sorted[Math.clamp(rank, 1, utterances) - 1]);
    }

    /** When the chunk was due in which an utterance with this end stopped; the last chunk if the end lies behind all. */
    private long dueNanos(double endSec) {
        long lastSample = Math.max(0, Math.round(endSec * sampleRateHz) - 1);
        int at = Arrays.binarySearch(chunkEndSamples, 0, chunks, lastSample + 1);
        int chunk = at >= 0 ? at : -at - 1;
        return chunkDueNanos[Math.min(chunk, chunks - 1)];
    }
}
