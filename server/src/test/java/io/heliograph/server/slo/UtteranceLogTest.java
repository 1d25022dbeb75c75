package io.heliograph.server.slo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.telemetry.Hash16;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.ServerEvent.UtteranceEnd;
import io.heliograph.server.telemetry.SessionFacts;
import io.heliograph.server.telemetry.StreamEndReason;
import io.heliograph.server.telemetry.UtteranceTimes;
import io.heliograph.server.telemetry.VadMode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One line at the end of a stream answers why an utterance was late. */
final class UtteranceLogTest {
    private static final long MILLI = 1_000_000L;

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger(UtteranceLog.class.getName());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage());
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };
    private final UtteranceLog log = new UtteranceLog();

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void leave() {
        logger.removeHandler(handler);
    }

    private static ServerEvent over(int number, long sentMillis) {
        return new ServerEvent.UtteranceOver(
                "secret-id",
                new UtteranceTimes(
                        number,
                        1,
                        2.5,
                        1.5,
                        true,
                        1_000 * MILLI,
                        UtteranceTimes.NEVER,
                        2_500 * MILLI,
                        3_000 * MILLI,
                        2_700 * MILLI,
                        2_800 * MILLI,
                        sentMillis < 0 ? UtteranceTimes.NEVER : sentMillis * MILLI,
                        UtteranceEnd.VAD),
                true,
                false);
    }

    private static ServerEvent finished() {
        SessionFacts facts = new SessionFacts(
                "secret-id", VadMode.CONTINUE, false, "realtime", "", "transcribe", 0.5, 0.5, Map.of(), "m");
        return new ServerEvent.StreamFinished(facts, StreamEndReason.STREAM_END, 1, 5);
    }

    @Test
    void theSlowestUtteranceIsToldWithItsTimes() {
        log.record(over(1, 3_001));
        log.record(over(2, 4_500));
        log.record(over(3, 3_002));
        log.record(finished());
        assertEquals(
                List.of("slowest of 3 utterances: number=2 audio=1.00..2.50 speech_start=1000ms first_result=-"
                        + " last_speech=2500ms decided=3000ms decode_start=2700ms decode_end=2800ms sent=4500ms"
                        + " final_latency=2000ms stream=" + Hash16.ofSession("secret-id")),
                lines);
        assertEquals(0, log.running());
    }

    @Test
    void oneThatNeverGotItsTextIsTheSlowest() {
        log.record(over(1, 9_000));
        log.record(over(2, -1));
        log.record(finished());
        assertTrue(
                lines.getFirst().contains("number=2") && lines.getFirst().contains("final_latency=- "),
                lines.toString());
        assertFalse(lines.getFirst().contains("secret-id"));
    }

    @Test
    void aStreamWithoutSpeechIsNoLine() {
        log.record(finished());
        assertEquals(List.of(), lines);
    }
}
