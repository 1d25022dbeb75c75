package io.heliograph.server.trace;

import static java.util.Objects.requireNonNull;

import io.heliograph.server.telemetry.Hash16;
import io.heliograph.server.telemetry.SessionFacts;
import io.heliograph.server.telemetry.StreamEndReason;
import io.heliograph.server.telemetry.UtteranceTimes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one stream: bounded however long it runs. One producer, which is the stream's thread; anybody reads. Lock-free.
 */
final class StreamTrace {
    /** Enough for ten minutes of talk; about 10 KB. */
    static final int UTTERANCES_KEPT = 50;

    private final SessionFacts session;
    private final String hash;
    private final Instant startedAt;
    private final long startedNanos;
    /** One place more than are read, for the utterance that is being written meanwhile. */
    private final AtomicReferenceArray<@Nullable UtteranceTrace> latest =
            new AtomicReferenceArray<>(UTTERANCES_KEPT + 1);

    private volatile int count;
    private volatile long worstFinalNanos = UtteranceTimes.NEVER;
    private volatile @Nullable End end;

    private record End(StreamEndReason reason, double seconds) {}

    /**
     * A stream that has just claimed its session.
     *
     * @param startedAt when its call began, on the calendar
     * @param startedNanos the same on the monotonic clock
     */
    StreamTrace(SessionFacts session, Instant startedAt, long startedNanos) {
        this.session = session;
        this.hash = Hash16.ofSession(session.id());
        this.startedAt = startedAt;
        this.startedNanos = startedNanos;
    }

    String hash() {
        return hash;
    }

    /** Whether this is the stream of exactly that session; ids may be used again. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(SessionFacts other) {
        return session == other;
    }

    Instant startedAt() {
        return startedAt;
    }

    /** The calendar time of a monotonic one. */
    Instant instantOf(long nanos) {
        return startedAt.plusNanos(nanos - startedNanos);
    }

    /** Called by one thread at a time. */
    void add(UtteranceTrace utterance) {
        int number = count;
        latest.setRelease(number % latest.length(), utterance);
        if (utterance.times().finalLatencyNanos() > worstFinalNanos) {
            worstFinalNanos = utterance.times().finalLatencyNanos();
        }
        count = number + 1;
    }

    void ended(StreamEndReason reason, double seconds) {
        end = new End(reason, seconds);
    }

    StreamTimeline view(long nowNanos) {
        // The end first: what it saw is complete then.
        End over = end;
        int known = count;
        List<UtteranceTrace> utterances = utterances(known);
        return new StreamTimeline(
                hash,
                startedAt,
                over == null ? (nowNanos - startedNanos) / 1e9 : over.seconds(),
                over == null ? null : over.reason(),
                known,
                worstFinalNanos,
                utterances);
    }

    /** The latest of those known, without those that have been overwritten while they were read. */
    private List<UtteranceTrace> utterances(int known) {
        int first = Math.max(0, known - UTTERANCES_KEPT);
        List<UtteranceTrace> read = new ArrayList<>(known - first);
        for (int i = first; i < known; i++) {
            read.add(requireNonNull(latest.get(i % latest.length()), "utterance"));
        }
        int whole = Math.clamp(count - UTTERANCES_KEPT, first, known);
        return read.subList(whole - first, read.size());
    }
}
