package io.heliograph.server.stream;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import io.heliograph.server.admission.Session;
import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.error.StatusName;
import io.heliograph.server.telemetry.Hash16;
import io.heliograph.server.telemetry.LogContext;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.ServerEvent.SessionLimit;
import io.heliograph.server.telemetry.ServerEvent.UtteranceDropReason;
import io.heliograph.server.telemetry.StreamEndReason;
import io.heliograph.server.time.Ticker;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One StreamingRecognize call from start to end. {@link #run()} is the loop of the stream's own virtual thread: it takes the next
 * event, acts, hands results over, and leaves through one door that gives everything back. All state is confined to that thread.
 */
public final class RecognitionStream {
    private static final System.Logger LOGGER = System.getLogger(RecognitionStream.class.getName());

    private final StreamServices services;
    private final Ticker ticker;
    private final StreamLink link;
    private final StreamInbox inbox;
    private final String metadataSessionId;
    private final Outbox outbox;
    private final ChunkChecks checks = new ChunkChecks();
    private final long startNanos;
    private final StreamClocks clocks;

    private @Nullable LiveStream live;
    private @Nullable Session candidate;
    private @Nullable ActiveStream active;
    private @Nullable StreamEndReason drainReason;
    private @Nullable StreamFailure failureAfterFlush;

    /**
     * A stream that has not begun.
     *
     * @param metadataSessionId trimmed session id of the call's metadata, empty if it names none
     */
    public RecognitionStream(StreamServices services, StreamLink link, StreamInbox inbox, String metadataSessionId) {
        this.services = services;
        this.ticker = services.ticker();
        this.link = link;
        this.inbox = inbox;
        this.metadataSessionId = metadataSessionId;
        this.outbox = new Outbox(link);
        this.startNanos = ticker.nanos();
        this.clocks = new StreamClocks(startNanos);
    }

    /** Serves the call until it ends. */
    public void run() {
        StreamEnding ending;
        try {
            ending = open().orElseGet(this::converse);
        } catch (StreamFailure e) {
            ending = StreamEnding.failed(e);
        } catch (RuntimeException | Error e) {
            // Also an error of the machine leaves through the one door: others go on, and nothing stays taken.
            LOGGER.log(ERROR, "a stream failed unexpectedly", e);
            ending = StreamEnding.failed(StreamEndReason.INTERNAL, ErrorCode.STREAM_UNEXPECTED, "");
        }
        leave(ending);
    }

    /** Takes the stream in and binds it if the metadata name a session; present if that already ends it. */
    private Optional<StreamEnding> open() {
        if (services.isDraining().getAsBoolean()) {
            return Optional.of(
                    StreamEnding.failed(StreamEndReason.SERVER_SHUTDOWN, ErrorCode.SERVER_SHUTTING_DOWN, ""));
        }
        Optional<LiveStream> opened = services.streams().open(startNanos, inbox);
        if (opened.isEmpty()) {
            services.events().record(new ServerEvent.SessionLimitHit(SessionLimit.UNBOUND));
            return Optional.of(StreamEnding.failed(
                    StreamEndReason.SESSION_UNKNOWN,
                    ErrorCode.SESSION_LIMIT_EXCEEDED,
                    services.streams().unboundUse()));
        }
        live = opened.get();
        if (!metadataSessionId.isEmpty()) {
            Optional<Session> session = services.sessions().find(metadataSessionId);
            if (session.isEmpty()) {
                return Optional.of(StreamEnding.unknownInMetadata());
            }
            candidate = session.get();
            if (!session.get().facts().tokenRequired()) {
                claim(session.get(), opened.get());
            }
        }
        link.request();
        return Optional.empty();
    }

    private StreamEnding converse() {
        while (true) {
            StreamEvent event;
            try {
                event = inbox.take(nextDeadline());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return StreamEnding.failed(StreamEndReason.INTERNAL, ErrorCode.STREAM_UNEXPECTED, "");
            }
            if (event instanceof StreamEvent.ClientGone) {
                return StreamEnding.clientGone();
            }
            if (event instanceof StreamEvent.Unreadable unreadable) {
                return StreamEnding.unreadable(unreadable.status(), unreadable.detail());
            }
            handle(event);
            if (outbox.flush()) {
                clocks.resultsTaken(ticker.nanos());
            }
            Optional<StreamEnding> ending = ending();
            if (ending.isPresent()) {
                return ending.get();
            }
            steerReading();
        }
    }

    private void handle(StreamEvent event) {
        switch (event) {
            case StreamEvent.ChunkArrived arrived -> {
                if (isReading()) {
                    clocks.active(ticker.nanos());
                    take(arrived.chunk(), arrived.arrivalNanos());
                }
            }
            case StreamEvent.InputEnded ended -> {
                if (isReading()) {
                    drain(DecodeCause.HALF_CLOSE, StreamEndReason.STREAM_END, ended.arrivalNanos());
                }
            }
            case StreamEvent.DecodeEnded ended -> {
                clocks.active(ticker.nanos());
                if (active != null) {
                    active.decodes().ended(ended.job());
                    active.report();
                }
            }
            case StreamEvent.PartialEvicted evicted -> {
                if (active != null) {
                    active.decodes().evicted(evicted.job());
                }
            }
            case StreamEvent.AudioTaken taken -> {
                if (active != null) {
                    active.payAudio();
                    active.report();
                }
            }
            case StreamEvent.MemoryShort memory -> {
                if (isReading()) {
                    failAfterFlush(StreamFailure.memoryShort(memory.heldBytes()));
                }
            }
            case StreamEvent.ServerStopping stopping ->
                failAfterFlush(new StreamFailure(StreamEndReason.SERVER_SHUTDOWN, ErrorCode.SERVER_SHUTTING_DOWN, ""));
            case StreamEvent.DeadlinePassed passed -> deadlinesPassed();
            case StreamEvent.LinkReady ready -> {}
            case StreamEvent.ClientGone gone -> throw new IllegalStateException("handled before");
            case StreamEvent.Unreadable unreadable -> throw new IllegalStateException("handled before");
        }
    }

    /** A chunk, in the order of checks of contract §4.2. */
    private void take(ClientChunk chunk, long arrivalNanos) {
        Session session = candidate;
        String named = chunk.sessionId().strip();
        if (session == null) {
            session = services.sessions()
                    .find(named)
                    .orElseThrow(
                            () -> new StreamFailure(StreamEndReason.SESSION_UNKNOWN, ErrorCode.SESSION_ID_MISSING, ""));
            candidate = session;
        } else if (!named.isEmpty() && !named.equals(session.id())) {
            LOGGER.log(WARNING, "a chunk for another session was ignored", LogContext.ofSession(session.id()));
            return;
        }
        if (!session.acceptsToken(chunk.sessionToken())) {
            throw new StreamFailure(StreamEndReason.INVALID_TOKEN, ErrorCode.SESSION_TOKEN_INVALID, "");
        }
        ActiveStream stream = active != null ? active : claim(session, requireLive());
        StreamRules rules = services.rules().get();
        int rate = checks.rateOf(chunk, rules);
        Optional<String> tooFast =
                chunk.bytes() > 0 ? services.rates().takeBytes(session, chunk.bytes()) : Optional.empty();
        if (tooFast.isPresent()) {
            failAfterFlush(
                    new StreamFailure(StreamEndReason.RATE_LIMITED, ErrorCode.STREAM_RATE_LIMITED, tooFast.get()));
            return;
        }
        double audioSeconds = stream.audioSecondsWith(chunk.bytes(), rate);
        if (chunk.bytes() > 0 && rules.maxAudioSeconds() > 0 && audioSeconds > rules.maxAudioSeconds()) {
            failAfterFlush(new StreamFailure(
                    StreamEndReason.AUDIO_LIMIT,
                    ErrorCode.STREAM_AUDIO_LIMIT_EXCEEDED,
                    "at most %.1f s".formatted(rules.maxAudioSeconds())));
            return;
        }
        if (!stream.accept(chunk, rate, arrivalNanos)) {
            drainReason = StreamEndReason.AUTO_VAD_FINALIZED;
            stream.decodes().drainBegins();
        } else if (chunk.isFinal()) {
            drain(DecodeCause.FINAL_CHUNK, StreamEndReason.CLIENT_SENT_FINAL_CHUNK, arrivalNanos);
        }
    }

    private ActiveStream claim(Session session, LiveStream stream) {
        if (!services.sessions().claim(session)) {
            boolean gone = session.state() == Session.State.REMOVED;
            throw new StreamFailure(
                    gone ? StreamEndReason.SESSION_UNKNOWN : StreamEndReason.SESSION_BUSY,
                    gone ? ErrorCode.SESSION_ID_MISSING : ErrorCode.SESSION_ID_ALREADY_ACTIVE,
                    "");
        }
        Thread.currentThread().setName("stream-" + Hash16.ofSession(session.id()));
        stream.claimed(session.facts());
        services.events().record(new ServerEvent.StreamStarted(session.facts(), ticker.nanos() - startNanos));
        ActiveStream claimed = new ActiveStream(session, services, inbox, outbox, stream);
        active = claimed;
        return claimed;
    }

    /** No more is read: what was accepted is settled, everything is delivered, then the stream ends. */
    private void drain(DecodeCause cause, StreamEndReason reason, long decidedNanos) {
        drainReason = reason;
        if (active != null) {
            active.finish(cause, decidedNanos);
        }
    }

    /** Like {@link #drain}, but the end is an error. */
    private void failAfterFlush(StreamFailure failure) {
        if (failureAfterFlush != null) {
            return;
        }
        failureAfterFlush = failure;
        clocks.flushUntil(ticker.nanos() + services.rules().get().flushNanos());
        if (drainReason == null) {
            drain(DecodeCause.SERVER, failure.reason(), ticker.nanos());
        }
    }

    private void deadlinesPassed() {
        long now = ticker.nanos();
        StreamFailure flushing = failureAfterFlush;
        if (flushing != null && clocks.isFlushOver(now)) {
            throw flushing;
        }
        if (active != null && now >= active.decodes().timeoutDeadline()) {
            active.decodes().timedOut(drainReason != null);
        }
        StreamRules rules = services.rules().get();
        clocks.requireReader(rules, now);
        if (clocks.isSilent(rules, isIdle(), now)) {
            failAfterFlush(clocks.silence(now));
        }
    }

    private long nextDeadline() {
        long deadline = clocks.nextDeadline(services.rules().get(), isIdle());
        return active == null ? deadline : Math.min(deadline, active.decodes().timeoutDeadline());
    }

    /** Nothing is pending, and the stream would read if something came. */
    private boolean isIdle() {
        return isReading() && !isPaused() && (active == null || active.isSettled());
    }

    /** Present once everything that was to be sent has been. */
    private Optional<StreamEnding> ending() {
        StreamEndReason reason = drainReason;
        if (reason == null || (active != null && !active.isSettled())) {
            return Optional.empty();
        }
        if (active != null) {
            active.releaseWithheld();
            outbox.flush();
        }
        if (!outbox.isEmpty()) {
            return Optional.empty();
        }
        StreamFailure failure = failureAfterFlush;
        return Optional.of(failure == null ? StreamEnding.well(reason) : StreamEnding.failed(failure));
    }

    private void steerReading() {
        clocks.resultsWaiting(!outbox.isEmpty(), ticker.nanos());
        inbox.pause(!isReading() || isPaused());
        link.request();
    }

    private boolean isReading() {
        return drainReason == null;
    }

    private boolean isPaused() {
        return outbox.isFull()
                || (active != null
                        && active.decodes().pendingSettled()
                                >= services.rules().get().maxSettledPending());
    }

    private LiveStream requireLive() {
        LiveStream stream = live;
        if (stream == null) {
            throw new IllegalStateException("the stream was not opened");
        }
        return stream;
    }

    private static void count(ActiveStream stream, StreamEnding ending) {
        if (ending.status() == StatusName.OK) {
            stream.countLostFinals();
        } else {
            boolean clientLeft = ending.reason() == StreamEndReason.CLIENT_DISCONNECT;
            stream.countUnsettled(
                    clientLeft ? UtteranceDropReason.STREAM_END : UtteranceDropReason.ERROR, ending.isDecodeFailure());
        }
    }

    /** The one door: everything is given back exactly once, then the client is told. */
    private void leave(StreamEnding ending) {
        inbox.close();
        DecodeTotals totals = DecodeTotals.none();
        ActiveStream stream = active;
        try {
            if (stream != null) {
                if (ending.releasesWithheld()) {
                    stream.releaseWithheld();
                    outbox.sendRest();
                }
                count(stream, ending);
                stream.decodes().close();
                totals = stream.decodes().totals();
            }
        } finally {
            if (stream != null) {
                stream.endRecording();
                services.sessions().remove(stream.session(), ending.reason().label());
            }
            if (live != null) {
                services.streams().close(live);
            }
            services.events()
                    .record(new ServerEvent.StreamFinished(
                            stream == null ? null : stream.session().facts(),
                            ending.reason(),
                            stream == null ? 0 : stream.decodes().triggers(),
                            (ticker.nanos() - startNanos) / 1e9));
            link.end(new StreamOutcome(
                    ending.status(), ending.errorCode(), ending.detail(), totals, ending.hasTrailers()));
        }
    }
}
