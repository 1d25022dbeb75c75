package io.heliograph.server.trace;

import static java.util.Objects.requireNonNull;

import io.heliograph.server.limits.Objectives;
import io.heliograph.server.limits.Sli;
import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.SessionFacts;
import io.heliograph.server.telemetry.UtteranceVerdict;
import io.heliograph.server.time.Ticker;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps, in memory, the time lines of running streams, of the streams that ended last, and the slowest utterances of all. Thread-safe;
 * recording takes no lock and never waits.
 */
public final class StreamTraces implements EventSink {
    /** About 2 MB if each of them had as many utterances as are kept. */
    static final int ENDED_KEPT = 200;

    private final Supplier<Objectives> objectives;
    private final Ticker ticker;
    private final InstantSource wall;
    private final Map<String, StreamTrace> runningById = new ConcurrentHashMap<>();
    private final Map<String, StreamTrace> latestByHash = new ConcurrentHashMap<>();
    private final AtomicReferenceArray<@Nullable StreamTrace> ended = new AtomicReferenceArray<>(ENDED_KEPT);
    private final AtomicLong endedCount = new AtomicLong();
    private final Map<Sli, SlowestWatch> slowest = new EnumMap<>(Sli.class);

    /**
     * Knows no stream yet.
     *
     * @param objectives by which utterances are judged when they are over
     */
    public StreamTraces(Supplier<Objectives> objectives, Ticker ticker, InstantSource wall) {
        this.objectives = objectives;
        this.ticker = ticker;
        this.wall = wall;
        slowest.put(Sli.FIRST_PARTIAL, new SlowestWatch(ticker.nanos()));
        slowest.put(Sli.FINAL, new SlowestWatch(ticker.nanos()));
    }

    @Override
    public void record(ServerEvent event) {
        if (event instanceof ServerEvent.UtteranceOver over) {
            utteranceOver(over);
        } else if (event instanceof ServerEvent.StreamStarted started) {
            started(started);
        } else if (event instanceof ServerEvent.StreamFinished finished) {
            finished(finished);
        }
    }

    /** The stream of that hash; if there were several, the latest. Empty if it is not known, or no longer. */
    public Optional<StreamTimeline> find(String hash) {
        return Optional.ofNullable(latestByHash.get(hash)).map(trace -> trace.view(ticker.nanos()));
    }

    /** Running streams and those that ended last, the latest started first. */
    public List<StreamTimeline> all() {
        // One that is ending just now is in both places.
        Set<StreamTrace> traces = new HashSet<>(runningById.values());
        for (int i = 0; i < ended.length(); i++) {
            StreamTrace trace = ended.get(i);
            if (trace != null) {
                traces.add(trace);
            }
        }
        long now = ticker.nanos();
        return traces.stream()
                .map(trace -> trace.view(now))
                .sorted(Comparator.comparing(StreamTimeline::startedAt).reversed())
                .toList();
    }

    /**
     * The slowest utterances that an objective counts.
     *
     * @throws IllegalArgumentException if it is not about utterances
     */
    public SlowestUtterances slowest(Sli sli) {
        if (!sli.isSpoken()) {
            throw new IllegalArgumentException("the objective " + sli.label() + " is not about utterances");
        }
        return watch(sli).view(ticker.nanos());
    }

    private void started(ServerEvent.StreamStarted started) {
        StreamTrace trace = new StreamTrace(
                started.session(),
                wall.instant().minusNanos(started.openNanos()),
                ticker.nanos() - started.openNanos());
        // The id is free again a moment before the stream that had it is said to be finished.
        StreamTrace before = runningById.put(started.session().id(), trace);
        latestByHash.put(trace.hash(), trace);
        if (before != null) {
            keep(before);
        }
    }

    private void utteranceOver(ServerEvent.UtteranceOver over) {
        StreamTrace trace = runningById.get(over.sessionId());
        if (trace == null) {
            return;
        }
        UtteranceTrace utterance = UtteranceTrace.of(over, objectives.get());
        trace.add(utterance);
        long now = ticker.nanos();
        watch(Sli.FIRST_PARTIAL, utterance.firstResult(), trace, utterance, now);
        watch(Sli.FINAL, utterance.finalText(), trace, utterance, now);
    }

    private void watch(Sli sli, UtteranceVerdict verdict, StreamTrace trace, UtteranceTrace utterance, long nowNanos) {
        SlowestWatch watch = watch(sli);
        if (verdict.isValid() && watch.wants(SlowUtterance.rankOf(sli, utterance), nowNanos)) {
            watch.add(
                    new SlowUtterance(sli, trace.hash(), trace.startedAt(), trace.instantOf(nowNanos), utterance),
                    nowNanos);
        }
    }

    private void finished(ServerEvent.StreamFinished finished) {
        SessionFacts session = finished.session();
        if (session == null) {
            return;
        }
        StreamTrace trace = runningById.get(session.id());
        if (trace != null && trace.isOf(session)) {
            trace.ended(finished.reason(), finished.durationSeconds());
            keep(trace);
            runningById.remove(session.id(), trace);
            return;
        }
        for (int i = 0; i < ended.length(); i++) {
            StreamTrace displaced = ended.get(i);
            if (displaced != null && displaced.isOf(session)) {
                displaced.ended(finished.reason(), finished.durationSeconds());
            }
        }
    }

    /** Takes the place of the one that ended longest ago. */
    private void keep(StreamTrace trace) {
        int place = (int) (endedCount.getAndIncrement() % ENDED_KEPT);
        StreamTrace oldest = ended.getAndSet(place, trace);
        if (oldest != null) {
            latestByHash.remove(oldest.hash(), oldest);
        }
    }

    private SlowestWatch watch(Sli sli) {
        return requireNonNull(slowest.get(sli), "sli");
    }
}
