package io.heliograph.app.bench;

import io.heliograph.app.client.ChunkTiming;
import io.heliograph.app.client.StreamListener;
import io.heliograph.app.client.TimedResult;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The latencies of the objectives (contract §17.1) of one stream, as its client sees them on its own clock: from when it sent the
 * chunk with an utterance's first or last frame of speech to when the first result or the final of that utterance came. The
 * utterances are known beforehand, and each ends by silence. Thread-safe.
 */
final class ClientWatch implements StreamListener {
    private static final long NEVER = Long.MIN_VALUE;

    private final List<SpokenUtterance> utterances;
    private final long[] firstResultNanos;
    private final long[] finalNanos;
    /** When the chunk was sent whose samples end there. */
    private final NavigableMap<Long, Long> sentNanos = new TreeMap<>();

    private int strayResults;

    ClientWatch(List<SpokenUtterance> utterances) {
        this.utterances = List.copyOf(utterances);
        this.firstResultNanos = new long[utterances.size()];
        this.finalNanos = new long[utterances.size()];
        Arrays.fill(firstResultNanos, NEVER);
        Arrays.fill(finalNanos, NEVER);
    }

    @Override
    public synchronized void onChunk(ChunkTiming chunk) {
        sentNanos.put(chunk.endSample(), chunk.sentNanos());
    }

    @Override
    public synchronized void onResult(TimedResult timed) {
        int index = spoken(timed.result().getStartSec(), timed.result().getEndSec());
        if (index < 0) {
            strayResults++;
            return;
        }
        if (firstResultNanos[index] == NEVER) {
            firstResultNanos[index] = timed.receivedNanos();
        }
        if (timed.result().getIsFinal()) {
            finalNanos[index] = timed.receivedNanos();
        }
    }

    /** The utterance that a result is about; below zero if none is. */
    private int spoken(double fromSec, double toSec) {
        int best = -1;
        double most = 0;
        for (int i = 0; i < utterances.size(); i++) {
            double overlap = utterances.get(i).overlapSeconds(fromSec, toSec);
            if (overlap > most) {
                most = overlap;
                best = i;
            }
        }
        return best;
    }

    /** Adds the seconds to the first result of each utterance with so much speech. */
    synchronized void addFirst(Percentiles seconds, double minSpeechSeconds) {
        for (int i = 0; i < utterances.size(); i++) {
            SpokenUtterance each = utterances.get(i);
            if (firstResultNanos[i] != NEVER && each.speechSeconds() >= minSpeechSeconds) {
                seconds.add((firstResultNanos[i] - sentNanos(each.onsetEnd())) / 1e9);
            }
        }
    }

    /** Adds the seconds to the final of each utterance that has one. */
    synchronized void addFinals(Percentiles seconds) {
        for (int i = 0; i < utterances.size(); i++) {
            if (finalNanos[i] != NEVER) {
                seconds.add((finalNanos[i] - sentNanos(utterances.get(i).lastSpeechEnd())) / 1e9);
            }
        }
    }

    /** Results that belong to no utterance. */
    synchronized int strayResults() {
        return strayResults;
    }

    /** When the chunk was sent that brought the sample in front of a position. */
    private long sentNanos(long position) {
        Map.Entry<Long, Long> chunk = sentNanos.ceilingEntry(position);
        if (chunk == null) {
            throw new IllegalStateException("no chunk was sent with the sample in front of " + position);
        }
        return chunk.getValue();
    }
}
