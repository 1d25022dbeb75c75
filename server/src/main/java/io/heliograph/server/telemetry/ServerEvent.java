package io.heliograph.server.telemetry;

import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.error.StatusName;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Something worth counting or logging. All events are immutable; times are monotonic nanoseconds or durations. */
public sealed interface ServerEvent {

    /** CreateSession registered a session. */
    record SessionCreated(SessionFacts session) implements ServerEvent {}

    /** A session left the registry; the reason is a {@link StreamEndReason} label or {@code expired}. */
    record SessionRemoved(String sessionId, String reason) implements ServerEvent {}

    /** A stream claimed its session; {@code openNanos} is how long its call has been open. */
    record StreamStarted(SessionFacts session, long openNanos) implements ServerEvent {}

    /** A stream ended; {@code session} is null if it claimed none. */
    record StreamFinished(@Nullable SessionFacts session, StreamEndReason reason, int vadCount, double durationSeconds)
            implements ServerEvent {}

    /** A decode entered the queue; {@code offsetSeconds} is where its audio starts on the audio clock. */
    record DecodeScheduled(
            String sessionId, DecodeKind kind, long bytes, int pending, double offsetSeconds, String modelId)
            implements ServerEvent {}

    /** A decode finished and its messages were handed to the transport; {@code empty} if there were none. */
    record DecodeDelivered(String sessionId, DecodeKind kind, DecodeTimings timings, boolean empty)
            implements ServerEvent {}

    /** A scheduled decode was dropped: before a worker started it, or (orphaned) afterwards. */
    record DecodeDropped(String sessionId, DecodeKind kind, boolean orphaned, DropReason reason)
            implements ServerEvent {}

    /** The engine failed on a decode. */
    record DecodeFailed(String sessionId, DecodeKind kind, String message) implements ServerEvent {}

    /** A due partial was never scheduled. */
    record PartialSkipped(String sessionId, DropReason reason) implements ServerEvent {}

    /** A decode that ran ahead of its endpoint was used, or speech went on and it was not. */
    record DecodeAhead(boolean used) implements ServerEvent {}

    /** A decode that was delivered had waited this long for a worker; an ahead decode waits from its own start on. */
    record DecodeWaited(DecodeClass decodeClass, long nanos) implements ServerEvent {}

    /** One result message was handed to the transport. */
    record ResultSent(boolean isFinal) implements ServerEvent {}

    /** The detector decided that an utterance ended, and its audio passed the energy gate. */
    record VadTriggered(String sessionId) implements ServerEvent {}

    /** The settled decode of a triggered utterance was delivered or dropped. */
    record TriggeredUtteranceSettled() implements ServerEvent {}

    /** The settled decode that ends an utterance was delivered, also without text. */
    record UtteranceEnded(UtteranceEnd end) implements ServerEvent {}

    /** Speech ended without a settled decode. */
    record UtteranceDropped(UtteranceDropReason reason) implements ServerEvent {}

    /** An utterance had text and its stream ended well, but no final was sent: a defect. */
    record FinalLost(String sessionId) implements ServerEvent {}

    /**
     * The first result of an utterance was handed over.
     *
     * @param latencyNanos since arrival of the chunk with the first speech frame
     * @param speechSeconds how much of the utterance is speech
     * @param isPaced whether its audio came as it was spoken
     */
    record FirstResultSent(long latencyNanos, double speechSeconds, boolean isPaced) implements ServerEvent {}

    /**
     * The settled text of an utterance was handed over.
     *
     * @param fromLastSpeechNanos since arrival of the chunk with the last speech frame, or of the end of input
     * @param fromTriggerNanos since the endpoint was decided
     * @param speechSeconds how much of the utterance is speech
     * @param isPaced whether its audio came as it was spoken
     */
    record FinalSent(long fromLastSpeechNanos, long fromTriggerNanos, double speechSeconds, boolean isPaced)
            implements ServerEvent {}

    /**
     * An utterance with speech got ERR2001 or ERR2002 instead of its settled text. What the objectives count of it is bad.
     *
     * @param lacksFirstResult whether a first result was due and none was handed over before
     * @param speechSeconds how much of the utterance is speech
     * @param isPaced whether its audio came as it was spoken
     */
    record UtteranceFailed(boolean lacksFirstResult, double speechSeconds, boolean isPaced) implements ServerEvent {}

    /**
     * An utterance is over, settled or not: its whole time line. What the objectives count of it has been told before.
     *
     * @param isFirstResultPromised whether its stream asked for partials
     * @param isFailed whether it got ERR2001 or ERR2002 instead of its settled text
     */
    record UtteranceOver(String sessionId, UtteranceTimes times, boolean isFirstResultPromised, boolean isFailed)
            implements ServerEvent {}

    /** A guard against invented text removed something. */
    record GuardHit(Guard guard) implements ServerEvent {}

    /** Buffered audio was dropped to keep a bound. */
    record AudioDropped(String sessionId, long bytes) implements ServerEvent {}

    /** CreateSession or a stream was refused by a session limit. */
    record SessionLimitHit(SessionLimit limit) implements ServerEvent {}

    /** The server took or left a step of its overload ladder. */
    record OverloadStepChanged(OverloadStep step, boolean entered) implements ServerEvent {}

    /** A token bucket refused; {@code keyHash} is hash16 of the limiter key. */
    record RateLimited(RateScope scope, String keyHash) implements ServerEvent {}

    /**
     * A call ended.
     *
     * @param method which call
     * @param status the gRPC status sent, or CANCELLED
     * @param code the ERR code, null without one
     * @param message the status message sent, empty without one
     * @param sessionId the session, empty if unknown
     * @param clientHash hash16 of the API key or else of the address
     * @param nanos request completely read, to response handed over (for streams: the whole call)
     * @param isLetDown whether the server failed the caller although its limits allowed the call: refused for lack of capacity
     *     (no detector slot, total session limit, adaptive back-off) while fewer sessions were registered than max_sessions
     *     allows or that limit is off, or its connection was torn down by us
     */
    record RpcEnded(
            RpcMethod method,
            StatusName status,
            @Nullable ErrorCode code,
            String message,
            String sessionId,
            String clientHash,
            long nanos,
            boolean isLetDown)
            implements ServerEvent {}

    /** The two calls of the service. */
    enum RpcMethod {
        CREATE_SESSION,
        STREAM;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Why a decode or a due partial was given up. */
    enum DropReason {
        REPLACED,
        PER_STREAM_LIMIT,
        GLOBAL_LIMIT,
        SUPERSEDED,
        STREAM_END,
        CLIENT_GONE,
        TIMEOUT;

        /** A client that is gone is a stream that ended; apart they are only for those who look for pressure. */
        public String label() {
            return this == CLIENT_GONE ? STREAM_END.label() : name().toLowerCase(Locale.ROOT);
        }
    }

    /** The classes in which decodes wait, most urgent first. */
    enum DecodeClass {
        SETTLED,
        FIRST_PARTIAL,
        REFRESH;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What ended an utterance. */
    enum UtteranceEnd {
        VAD,
        AUTO_END,
        FINAL_CHUNK,
        HALF_CLOSE,
        SERVER;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Why speech got no settled decode. */
    enum UtteranceDropReason {
        RMS_GATE,
        STREAM_END,
        ERROR;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What keeps a recogniser from inventing text. */
    enum Guard {
        SILENT_AUDIO,
        NO_SPEECH,
        TOKEN_RATE,
        REPETITION;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Which session limit refused. */
    enum SessionLimit {
        TOTAL,
        IP,
        API_KEY,
        UNBOUND;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Which bucket refused. */
    enum RateScope {
        CREATE_SESSION,
        STREAM,
        HTTP;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
