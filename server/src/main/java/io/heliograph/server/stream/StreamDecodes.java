package io.heliograph.server.stream;

import io.heliograph.server.audio.AudioView;
import io.heliograph.server.decode.DecodeJob;
import io.heliograph.server.decode.DecodeLane;
import io.heliograph.server.decode.DecodeOptions;
import io.heliograph.server.decode.DecodePriority;
import io.heliograph.server.decode.DecodeScheduler;
import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.telemetry.DecodeKind;
import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.ServerEvent.DecodeClass;
import io.heliograph.server.telemetry.ServerEvent.DropReason;
import io.heliograph.server.telemetry.ServerEvent.UtteranceDropReason;
import io.heliograph.server.telemetry.SessionFacts;
import io.heliograph.server.telemetry.StreamEndReason;
import io.heliograph.server.time.Ticker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The decodes of one stream: scheduled in order, delivered in order, each dropped or delivered exactly once. A decode that runs
 * ahead of its endpoint is not pending until the endpoint adopts it. Confined to the stream's thread.
 */
final class StreamDecodes implements DecodeOrders {
    /** Nobody waits for each word of an upload: its settled decodes may be as late as a final's objective before they press. */
    private static final long BULK_SLACK_NANOS = 5_000_000_000L;

    /**
     * How long a first partial lets what settles go first. As long as a decode ahead presses before its endpoint; measured with 60
     * streams on two cores, where 100 and 250 ms keep first results at 0.8 and 1.05 s, and no end to it at 1.5 s (P99).
     */
    private static final long FIRST_PARTIAL_PATIENCE_NANOS = 150_000_000;

    /**
     * How long a refresh lets decodes ahead go first that have time; without an end to it, more refreshes are overtaken by the end of
     * their utterance. Chosen as for first partials; measured in docs/capacity.md.
     */
    private static final long REFRESH_PATIENCE_NANOS = FIRST_PARTIAL_PATIENCE_NANOS;

    private final SessionFacts facts;
    private final DecodeOptions options;
    private final DecodeScheduler scheduler;
    private final PendingGate gate;
    private final StreamInbox inbox;
    private final ResultDesk results;
    private final EventSink events;
    private final Ticker ticker;
    private final Supplier<StreamRules> rules;

    private final PartialSpacing spacing;
    private final long settledSlackNanos;

    private final AheadDecode ahead;
    private final DecodeLane lane;
    private final Deque<PendingDecode> pending = new ArrayDeque<>();
    private final List<PendingDecode> leaving = new ArrayList<>();
    private @Nullable Utterance failedUtterance;
    private long timeoutClockNanos;
    private DecodeTotals totals = DecodeTotals.none();
    private int triggers;
    private boolean timedOut;

    StreamDecodes(
            SessionFacts facts,
            DecodeOptions options,
            DecodeScheduler scheduler,
            PendingGate gate,
            StreamInbox inbox,
            ResultDesk results,
            EventSink events,
            Ticker ticker,
            Supplier<StreamRules> rules,
            PartialSpacing spacing,
            boolean isBulk) {
        this.facts = facts;
        this.options = options;
        this.scheduler = scheduler;
        this.gate = gate;
        this.inbox = inbox;
        this.results = results;
        this.events = events;
        this.ticker = ticker;
        this.rules = rules;
        this.spacing = spacing;
        this.settledSlackNanos = isBulk ? BULK_SLACK_NANOS : 0;
        this.ahead = new AheadDecode(scheduler, events);
        this.lane = new DecodeLane(facts.modelId(), inbox::isClientGone);
    }

    @Override
    public void partial(DecodeOrder order) {
        int limit = rules.get().maxPendingPerStream();
        boolean limited = limit > 0 && pendingCount() >= limit;
        boolean replaced = dropQueuedPartials(limited ? DropReason.PER_STREAM_LIMIT : DropReason.REPLACED);
        if (limited && !replaced) {
            events.record(new ServerEvent.PartialSkipped(facts.id(), DropReason.PER_STREAM_LIMIT));
            return;
        }
        Utterance utterance = order.utterance();
        boolean first = utterance != null && !utterance.hasPartial();
        DecodeJob job = job(
                first ? DecodePriority.FIRST_PARTIAL : DecodePriority.REFRESH,
                order.audio(),
                order.decidedNanos()
                        + settledSlackNanos
                        + (first ? FIRST_PARTIAL_PATIENCE_NANOS : REFRESH_PATIENCE_NANOS));
        Optional<PendingGate.Place> place = gate.admitPartial(() -> evict(job));
        if (place.isEmpty()) {
            events.record(new ServerEvent.PartialSkipped(facts.id(), DropReason.GLOBAL_LIMIT));
            return;
        }
        schedule(new PendingDecode(facts.id(), order, job, place.get()));
        scheduler.submit(job);
    }

    @Override
    public void settle(DecodeOrder order) {
        dropQueuedPartials(DropReason.SUPERSEDED);
        if (order.cause().isTriggered()) {
            triggers++;
            events.record(new ServerEvent.VadTriggered(facts.id()));
        }
        PendingGate.Place place = waitForPlace(order);
        DecodeJob adopted = ahead.adopt(order.audio());
        DecodeJob job = adopted != null
                ? adopted
                : job(DecodePriority.SETTLED, order.audio(), order.decidedNanos() + settledSlackNanos);
        schedule(new PendingDecode(facts.id(), order, job, place));
        if (adopted == null) {
            scheduler.submit(job);
        }
        deliverEnded();
    }

    @Override
    public void decodeAhead(AudioView audio, Utterance utterance, long deadlineNanos) {
        ahead.start(job(DecodePriority.AHEAD, audio, deadlineNanos + settledSlackNanos));
    }

    @Override
    public void abandonAhead() {
        ahead.abandon();
    }

    @Override
    public boolean hasAhead() {
        return ahead.isUnderWay();
    }

    @Override
    public void utteranceDropped(UtteranceDropReason reason) {
        events.record(new ServerEvent.UtteranceDropped(reason));
    }

    /** A worker ended a job of this stream. */
    void ended(DecodeJob job) {
        if (pending.stream().anyMatch(decode -> decode.job() == job)) {
            timeoutClockNanos = ticker.nanos();
            deliverEnded();
        }
    }

    /** Another stream's settled decode took the place of a queued partial. */
    void evicted(DecodeJob job) {
        for (PendingDecode decode : pending) {
            if (decode.job() == job) {
                pending.remove(decode);
                dropped(decode, false, DropReason.GLOBAL_LIMIT);
                return;
            }
        }
    }

    /** Scheduled and neither delivered nor dropped. */
    int pendingCount() {
        return pending.size() + leaving.size();
    }

    int pendingSettled() {
        return (int) pending.stream()
                .filter(decode -> decode.kind() == DecodeKind.SETTLED)
                .count();
    }

    /** Endpoints that the detector decided. */
    int triggers() {
        return triggers;
    }

    DecodeTotals totals() {
        return totals;
    }

    /** Restarts the clock of the decode timeout. */
    void drainBegins() {
        timeoutClockNanos = ticker.nanos();
    }

    /** When the pending decodes have taken too long; {@link Long#MAX_VALUE} if nothing is pending or there is no timeout. */
    long timeoutDeadline() {
        long timeout = rules.get().decodeTimeoutNanos();
        return pending.isEmpty() || timeout <= 0 ? Long.MAX_VALUE : timeoutClockNanos + timeout;
    }

    /**
     * Drops what has taken too long; if the stream must end for it, the drop waits for {@link #close()}.
     *
     * @param isDraining whether no more audio comes
     * @throws StreamFailure if a settled decode is among it, or while draining
     */
    void timedOut(boolean isDraining) {
        boolean fatal = isDraining || pendingSettled() > 0;
        if (fatal) {
            timedOut = true;
            throw new StreamFailure(
                    StreamEndReason.DECODE_TIMEOUT,
                    ErrorCode.DECODE_TIMEOUT,
                    rules.get().decodeTimeoutNanos() / 1e9 + "s");
        }
        dropPending(DropReason.TIMEOUT);
    }

    /** Utterances whose settled decode was scheduled but neither delivered nor counted as ended, in order. */
    List<Utterance> undelivered() {
        List<Utterance> utterances = new ArrayList<>();
        Utterance failed = failedUtterance;
        if (failed != null) {
            utterances.add(failed);
        }
        for (PendingDecode decode : pending) {
            Utterance utterance = decode.order().utterance();
            if (utterance != null && decode.order().cause().utteranceEnd() != null) {
                utterances.add(utterance);
            }
        }
        return utterances;
    }

    /** Gives up everything, in whatever state. */
    void close() {
        ahead.abandon();
        dropPending(closeReason());
        for (PendingDecode decode : leaving) {
            dropped(decode, true, inbox.isClientGone() ? DropReason.CLIENT_GONE : DropReason.STREAM_END);
        }
        leaving.clear();
    }

    private DropReason closeReason() {
        if (timedOut) {
            return DropReason.TIMEOUT;
        }
        return inbox.isClientGone() ? DropReason.CLIENT_GONE : DropReason.STREAM_END;
    }

    private void schedule(PendingDecode decode) {
        if (pending.isEmpty()) {
            timeoutClockNanos = ticker.nanos();
        }
        pending.addLast(decode);
        DecodeOrder order = decode.order();
        events.record(new ServerEvent.DecodeScheduled(
                facts.id(),
                decode.kind(),
                order.bytes(),
                pendingCount(),
                order.audio().startSample() / 16_000.0,
                scheduler.serves(facts.modelId())));
    }

    private DecodeJob job(DecodePriority priority, AudioView audio, long deadlineNanos) {
        return new DecodeJob(
                lane,
                priority,
                audio,
                options,
                deadlineNanos,
                ticker.nanos(),
                ended -> inbox.put(new StreamEvent.DecodeEnded(ended)));
    }

    private PendingGate.Place waitForPlace(DecodeOrder order) {
        try {
            Optional<PendingGate.Place> place = gate.admitSettled(rules.get().queueTimeoutNanos());
            if (place.isPresent()) {
                return place.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (order.cause().isTriggered()) {
            events.record(new ServerEvent.TriggeredUtteranceSettled());
        }
        failedUtterance = order.utterance();
        throw new StreamFailure(StreamEndReason.DECODE_BACKPRESSURE, ErrorCode.DECODE_TIMEOUT, "");
    }

    /** Called by another stream's thread. */
    private boolean evict(DecodeJob job) {
        boolean evicted = scheduler.withdraw(job);
        if (evicted) {
            inbox.put(new StreamEvent.PartialEvicted(job));
        }
        return evicted;
    }

    /** Delivers from the head as long as the head has ended: results keep the order of scheduling. */
    private void deliverEnded() {
        while (!pending.isEmpty() && pending.getFirst().hasEnded()) {
            PendingDecode decode = pending.getFirst();
            if (decode.job().state() == DecodeJob.State.FAILED) {
                pending.removeFirst();
                leave(decode);
                failedUtterance = decode.order().utterance();
                events.record(new ServerEvent.DecodeFailed(
                        facts.id(), decode.kind(), decode.job().failure()));
                throw new StreamFailure(
                        StreamEndReason.DECODE_FAILED,
                        ErrorCode.DECODE_TASK_FAILED,
                        decode.job().failure());
            }
            pending.removeFirst();
            started(decode);
            leaving.add(decode);
            results.deliver(decode, ticker.nanos(), timings -> {
                leaving.remove(decode);
                leave(decode);
                totals = totals.plus(timings);
            });
        }
    }

    /** Notes how long a decode waited, and what a partial took in all. */
    private void started(PendingDecode decode) {
        DecodeJob job = decode.job();
        events.record(new ServerEvent.DecodeWaited(
                switch (job.priority()) {
                    case SETTLED, AHEAD -> DecodeClass.SETTLED;
                    case FIRST_PARTIAL -> DecodeClass.FIRST_PARTIAL;
                    case REFRESH -> DecodeClass.REFRESH;
                },
                job.queueWaitNanos()));
        if (decode.kind() == DecodeKind.PARTIAL) {
            spacing.took(job.queueWaitNanos() + job.inferenceNanos());
        }
    }

    private boolean dropQueuedPartials(DropReason reason) {
        List<PendingDecode> queued =
                pending.stream().filter(PendingDecode::isQueuedPartial).toList();
        boolean any = false;
        for (PendingDecode decode : queued) {
            if (scheduler.withdraw(decode.job())) {
                pending.remove(decode);
                spacing.took(ticker.nanos() - decode.job().scheduledNanos());
                dropped(decode, false, reason);
                any = true;
            }
        }
        return any;
    }

    private void dropPending(DropReason reason) {
        while (!pending.isEmpty()) {
            PendingDecode decode = pending.removeFirst();
            if (decode.place().isEvicted()) {
                dropped(decode, false, DropReason.GLOBAL_LIMIT);
            } else {
                dropped(decode, !scheduler.withdraw(decode.job()), reason);
            }
        }
    }

    private void dropped(PendingDecode decode, boolean orphaned, DropReason reason) {
        leave(decode);
        events.record(new ServerEvent.DecodeDropped(facts.id(), decode.kind(), orphaned, reason));
    }

    private void leave(PendingDecode decode) {
        decode.place().release();
        if (decode.order().cause().isTriggered()) {
            events.record(new ServerEvent.TriggeredUtteranceSettled());
        }
    }
}
