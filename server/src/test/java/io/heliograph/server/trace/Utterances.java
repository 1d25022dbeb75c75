package io.heliograph.server.trace;

import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.ServerEvent.UtteranceEnd;
import io.heliograph.server.telemetry.SessionFacts;
import io.heliograph.server.telemetry.StreamEndReason;
import io.heliograph.server.telemetry.UtteranceTimes;
import io.heliograph.server.telemetry.VadMode;
import java.util.Map;

/** Ordinary streams and utterances for tests. */
final class Utterances {
    static final long MILLI = 1_000_000L;

    private Utterances() {}

    static SessionFacts session(String id) {
        return new SessionFacts(id, VadMode.CONTINUE, false, "realtime", "", "transcribe", 0.5, 0.5, Map.of(), "m");
    }

    static ServerEvent finished(SessionFacts session) {
        return new ServerEvent.StreamFinished(session, StreamEndReason.STREAM_END, 1, 5);
    }

    /**
     * Two seconds of speech whose settled text came that late.
     *
     * @param finalMillis since its last speech; below 0: decoding failed
     */
    static ServerEvent.UtteranceOver over(String id, int number, long finalMillis) {
        boolean isFailed = finalMillis < 0;
        return new ServerEvent.UtteranceOver(
                id,
                new UtteranceTimes(
                        number,
                        1,
                        3,
                        2,
                        true,
                        1_000 * MILLI,
                        1_500 * MILLI,
                        3_000 * MILLI,
                        isFailed ? UtteranceTimes.NEVER : 3_000 * MILLI,
                        isFailed ? UtteranceTimes.NEVER : 3_000 * MILLI,
                        isFailed ? UtteranceTimes.NEVER : 3_000 * MILLI,
                        isFailed ? UtteranceTimes.NEVER : (3_000 + finalMillis) * MILLI,
                        isFailed ? null : UtteranceEnd.VAD),
                true,
                isFailed);
    }
}
