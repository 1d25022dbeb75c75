package io.heliograph.server.trace;

import static java.util.Objects.requireNonNull;

import io.heliograph.server.telemetry.Hash16;
import io.heliograph.server.telemetry.SessionFacts;
import io.heliograph.server.telemetry.StreamEndReason;
import io.heliograph.server.telemetry.UtteranceTimes;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What is kept of one stream: bounded however long it runs. Thread-safe and lock-free. */
final class StreamTrace {
    /** Enough for ten minutes of talk; about 10 KB. */
    static final int UTTERANCES_KEPT = 50;

    private final SessionFacts session;
    private final String hash;
    private final Instant startedAt;
    private final long startedNanos;
    private final AtomicReference<Line> line = new AtomicReference<>(new Line(0, UtteranceTimes.NEVER, List.of()));
    private volatile @Nullable End end;

    private record Line(int count, long worstFinalNanos, List<UtteranceTrace> latest) {

        /** By array, because this is done while a stream runs. */
        Line and(UtteranceTrace utterance) {
            int kept = Math.min(latest.size(), UTTERANCES_KEPT - 1);
            UtteranceTrace[] next =
                    latest.subList(latest.size() - kept, latest.size()).toArray(new UtteranceTrace[kept + 1]);
            next[kept] = utterance;
            return new Line(
                    count + 1, Math.max(worstFinalNanos, utterance.times().finalLatencyNanos()), List.of(next));
        }
    }

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

    void add(UtteranceTrace utterance) {
        line.updateAndGet(now -> now.and(utterance));
    }

    void ended(StreamEndReason reason, double seconds) {
        end = new End(reason, seconds);
    }

    StreamTimeline view(long nowNanos) {
        // The end first: what it saw is complete then.
        End over = end;
        Line now = requireNonNull(line.get(), "line");
        return new StreamTimeline(
                hash,
                startedAt,
                over == null ? (nowNanos - startedNanos) / 1e9 : over.seconds(),
                over == null ? null : over.reason(),
                now.count(),
                now.worstFinalNanos(),
                now.latest());
    }
}
