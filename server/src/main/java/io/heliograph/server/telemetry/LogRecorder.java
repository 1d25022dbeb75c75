package io.heliograph.server.telemetry;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.error.StatusName;
import io.heliograph.server.time.Ticker;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into the log lines of contract §16.3. Thread-safe. A line that nobody sees costs a level check; none holds a key,
 * a token or text of a user.
 */
public final class LogRecorder implements EventSink {
    private static final System.Logger ADMISSION = System.getLogger("io.heliograph.server.admission");
    private static final System.Logger STREAM = System.getLogger("io.heliograph.server.stream");
    private static final System.Logger DECODE = System.getLogger("io.heliograph.server.decode");
    private static final System.Logger TRANSPORT = System.getLogger("io.heliograph.server.transport");

    private static final LogSite CREATED = LogSite.here();
    private static final LogSite REMOVED = LogSite.here();
    private static final LogSite STREAM_STARTED = LogSite.here();
    private static final LogSite STREAM_FINISHED = LogSite.here();
    private static final LogSite SCHEDULED = LogSite.here();
    private static final LogSite TIMING = LogSite.here();
    private static final LogSite FINAL_LOST = LogSite.here();
    private static final LogSite AUDIO_DROPPED = LogSite.here();
    private static final LogSite RPC_FAILED = LogSite.here();

    private static final double NANOS_PER_SECOND = 1e9;
    /** Under pressure every chunk may cost some audio; one line a second tells it as well. */
    private static final long AUDIO_DROPPED_INTERVAL_NANOS = 1_000_000_000L;

    private final Ticker ticker;
    private final AtomicLong audioDroppedQuietUntilNanos;
    private final LongAdder audioDroppedBytes = new LongAdder();

    /** @param ticker spaces the warnings about dropped audio */
    public LogRecorder(Ticker ticker) {
        this.ticker = ticker;
        this.audioDroppedQuietUntilNanos = new AtomicLong(ticker.nanos());
    }

    @Override
    public void record(ServerEvent event) {
        switch (event) {
            case ServerEvent.SessionCreated created -> created(created.session());
            case ServerEvent.SessionRemoved removed -> removed(removed);
            case ServerEvent.StreamStarted started -> streamStarted(started.session());
            case ServerEvent.StreamFinished finished -> streamFinished(finished);
            case ServerEvent.DecodeScheduled scheduled -> scheduled(scheduled);
            case ServerEvent.DecodeDelivered delivered -> delivered(delivered);
            case ServerEvent.FinalLost lost -> finalLost(lost.sessionId());
            case ServerEvent.AudioDropped dropped -> audioDropped(dropped);
            case ServerEvent.RpcEnded ended -> rpcEnded(ended);
            // Counted, not logged; failures and refusals among them end a call, and that is the line.
            case ServerEvent.DecodeDropped ignored -> {}
            case ServerEvent.DecodeFailed ignored -> {}
            case ServerEvent.PartialSkipped ignored -> {}
            case ServerEvent.DecodeAhead ignored -> {}
            case ServerEvent.DecodeWaited ignored -> {}
            case ServerEvent.ResultSent ignored -> {}
            case ServerEvent.VadTriggered ignored -> {}
            case ServerEvent.TriggeredUtteranceSettled ignored -> {}
            case ServerEvent.UtteranceEnded ignored -> {}
            case ServerEvent.UtteranceDropped ignored -> {}
            case ServerEvent.UtteranceFailed ignored -> {}
            case ServerEvent.FirstResultSent ignored -> {}
            case ServerEvent.FinalSent ignored -> {}
            case ServerEvent.UtteranceOver ignored -> {}
            case ServerEvent.GuardHit ignored -> {}
            case ServerEvent.SessionLimitHit ignored -> {}
            case ServerEvent.OverloadStepChanged ignored -> {}
            case ServerEvent.RateLimited ignored -> {}
        }
    }

    private static void created(SessionFacts session) {
        if (ADMISSION.isLoggable(INFO)) {
            String language = session.languageCode().isEmpty() ? "auto" : session.languageCode();
            log(
                    ADMISSION,
                    INFO,
                    CREATED,
                    session.id(),
                    "Created session_id=" + LogText.id(session.id())
                            + " vad_mode=" + session.vadMode()
                            + " token_required=" + LogText.bool(session.tokenRequired())
                            + " decode_profile=" + session.decodeProfile()
                            + " language=" + language
                            + " task=" + session.task()
                            + detector(session)
                            + " attributes=" + LogText.attributes(session.attributes())
                            + " model_id=" + session.modelId());
        }
    }

    private static void removed(ServerEvent.SessionRemoved event) {
        if (ADMISSION.isLoggable(INFO)) {
            String message = "Removed session " + LogText.id(event.sessionId()) + " (" + event.reason() + ")";
            log(ADMISSION, INFO, REMOVED, event.sessionId(), message);
        }
    }

    private static void streamStarted(SessionFacts session) {
        if (STREAM.isLoggable(INFO)) {
            log(
                    STREAM,
                    INFO,
                    STREAM_STARTED,
                    session.id(),
                    "Streaming started for session_id=" + LogText.id(session.id())
                            + " vad_mode=" + session.vadMode()
                            + " decode_profile=" + session.decodeProfile()
                            + detector(session)
                            + " model_id=" + session.modelId());
        }
    }

    private static void streamFinished(ServerEvent.StreamFinished event) {
        SessionFacts session = event.session();
        if (session != null && STREAM.isLoggable(INFO)) {
            log(
                    STREAM,
                    INFO,
                    STREAM_FINISHED,
                    session.id(),
                    "Streaming finished for session_id=" + LogText.id(session.id())
                            + " reason=" + event.reason().label()
                            + " vad_count=" + event.vadCount()
                            + " duration=" + LogText.fixed(event.durationSeconds(), 2) + "s");
        }
    }

    private static void scheduled(ServerEvent.DecodeScheduled event) {
        if (DECODE.isLoggable(INFO)) {
            log(
                    DECODE,
                    INFO,
                    SCHEDULED,
                    event.sessionId(),
                    "Scheduled decode session_id=" + LogText.id(event.sessionId())
                            + " bytes=" + event.bytes()
                            + " final=" + LogText.bool(event.kind() == DecodeKind.SETTLED)
                            + " pending=" + event.pending()
                            + " offset=" + LogText.fixed(event.offsetSeconds(), 2)
                            + " model_id=" + event.modelId());
        }
    }

    private static void delivered(ServerEvent.DecodeDelivered event) {
        if (DECODE.isLoggable(INFO)) {
            DecodeTimings timings = event.timings();
            log(
                    DECODE,
                    INFO,
                    TIMING,
                    event.sessionId(),
                    "decode_timing session_id=" + LogText.id(event.sessionId())
                            + " final=" + LogText.bool(event.kind() == DecodeKind.SETTLED)
                            + " buffer_wait=" + seconds(timings.bufferWaitNanos())
                            + " queue_wait=" + seconds(timings.queueWaitNanos())
                            + " inference=" + seconds(timings.inferenceNanos())
                            + " response_emit=" + seconds(timings.responseEmitNanos())
                            + " total=" + seconds(timings.totalNanos())
                            + " audio_duration=" + LogText.fixed(timings.audioSeconds(), 2) + "s"
                            + " real_time_factor=" + LogText.fixed(timings.realTimeFactor(), 2));
        }
    }

    private static void finalLost(String sessionId) {
        log(STREAM, ERROR, FINAL_LOST, sessionId, "Final lost session_id=" + LogText.id(sessionId));
    }

    /** At most one line a second, with all bytes since the last one. */
    private void audioDropped(ServerEvent.AudioDropped event) {
        audioDroppedBytes.add(event.bytes());
        long now = ticker.nanos();
        long quietUntil = audioDroppedQuietUntilNanos.get();
        if (now - quietUntil >= 0
                && audioDroppedQuietUntilNanos.compareAndSet(quietUntil, now + AUDIO_DROPPED_INTERVAL_NANOS)) {
            long bytes = audioDroppedBytes.sumThenReset();
            String message = "Dropped " + bytes + " bytes of buffered audio to keep the global cap, last session_id="
                    + LogText.id(event.sessionId());
            log(STREAM, WARNING, AUDIO_DROPPED, event.sessionId(), message);
        }
    }

    private static void rpcEnded(ServerEvent.RpcEnded event) {
        if (event.status() == StatusName.OK || event.status() == StatusName.CANCELLED) {
            return;
        }
        System.Logger.Level level = level(event.code());
        if (TRANSPORT.isLoggable(level)) {
            String session = event.sessionId().isEmpty() ? "-" : LogText.id(event.sessionId());
            log(
                    TRANSPORT,
                    level,
                    RPC_FAILED,
                    event.sessionId(),
                    (event.code() == null ? "RPC failed" : event.code().code())
                            + " status=" + event.status()
                            + " method=" + event.method().label()
                            + " session_id=" + session
                            + " client=" + event.clientHash()
                            + detail(event.code(), event.message()));
        }
    }

    /** The status message without its code, so that a line names the code once. */
    private static String detail(@Nullable ErrorCode code, String message) {
        String text = code != null && message.startsWith(code.code())
                ? message.substring(code.code().length())
                : message;
        return text.isBlank() ? "" : ": " + text.strip();
    }

    private static System.Logger.Level level(@Nullable ErrorCode code) {
        boolean isDefect = code == ErrorCode.DECODE_TASK_FAILED
                || code == ErrorCode.CREATE_SESSION_UNEXPECTED
                || code == ErrorCode.STREAM_UNEXPECTED;
        return isDefect ? ERROR : WARNING;
    }

    private static String detector(SessionFacts session) {
        return " vad_silence=" + LogText.fixed(session.vadSilenceSec(), 3) + " vad_threshold="
                + LogText.fixed(session.vadThreshold(), 4);
    }

    private static String seconds(long nanos) {
        return LogText.fixed(nanos / NANOS_PER_SECOND, 2) + "s";
    }

    private static void log(
            System.Logger logger, System.Logger.Level level, LogSite site, String sessionId, String message) {
        logger.log(level, message, LogContext.at(site, sessionId));
    }
}
