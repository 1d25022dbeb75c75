package io.heliograph.app.bench;

import io.heliograph.server.error.StatusName;
import io.heliograph.server.telemetry.DecodeKind;
import io.heliograph.server.telemetry.DecodeTimings;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.SessionFacts;
import io.heliograph.server.telemetry.UtteranceTimes;
import io.heliograph.server.telemetry.VadMode;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/** What happens while a stream runs, made anew each time as the stream does. Immutable. */
public enum EventKind {
    RESULT_SENT(i -> new ServerEvent.ResultSent(i % 8 == 0)),
    DECODE_SCHEDULED(i ->
            new ServerEvent.DecodeScheduled(EventKind.SESSION, DecodeKind.PARTIAL, 32_000, 1, i, EventKind.SESSION)),
    DECODE_WAITED(i -> new ServerEvent.DecodeWaited(ServerEvent.DecodeClass.REFRESH, micros(i))),
    DECODE_DELIVERED(i -> new ServerEvent.DecodeDelivered(
            EventKind.SESSION,
            DecodeKind.PARTIAL,
            new DecodeTimings(micros(i), micros(i), micros(i), micros(i), 1.5),
            false)),
    PARTIAL_SKIPPED(i -> new ServerEvent.PartialSkipped(EventKind.SESSION, ServerEvent.DropReason.REPLACED)),
    ENDPOINT(i -> new ServerEvent.VadTriggered(EventKind.SESSION)),
    FIRST_RESULT(i -> new ServerEvent.FirstResultSent(micros(i), 1, true)),
    FINAL(i -> new ServerEvent.FinalSent(micros(i), micros(i), 1, true)),
    UTTERANCE_ENDED(i -> new ServerEvent.UtteranceEnded(ServerEvent.UtteranceEnd.VAD)),
    UTTERANCE_OVER(i -> new ServerEvent.UtteranceOver(
            EventKind.SESSION,
            new UtteranceTimes(
                    (int) i, 0, 1, 1, true, 0, micros(i), 0, 0, 0, 0, micros(i), ServerEvent.UtteranceEnd.VAD),
            true,
            false)),
    CALL_ENDED(i -> new ServerEvent.RpcEnded(
            ServerEvent.RpcMethod.STREAM, StatusName.OK, null, "", EventKind.SESSION, "0123", micros(i), false));

    private static final String SESSION = "bench";

    @SuppressWarnings("ImmutableEnumChecker") // the functions keep nothing
    private final LongFunction<ServerEvent> events;

    EventKind(LongFunction<ServerEvent> events) {
        this.events = events;
    }

    /** The beginning of the stream to which all that happens. */
    static ServerEvent streamStarted() {
        return new ServerEvent.StreamStarted(
                new SessionFacts(
                        SESSION, VadMode.CONTINUE, false, "realtime", "", "transcribe", 0.5, 0.5, Map.of(), SESSION),
                0);
    }

    /** The event of that number. */
    ServerEvent event(long number) {
        return events.apply(number);
    }

    /** As it reads in a sentence. */
    String label() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    /** Latencies between 0 and a second, nanoseconds, so that every bucket is met. */
    private static long micros(long number) {
        return TimeUnit.MICROSECONDS.toNanos(number * 997 % 1_000_000);
    }
}
