package io.heliograph.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.limits.Limits;
import io.heliograph.server.telemetry.DecodeKind;
import io.heliograph.server.telemetry.DecodeTimings;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.ServerEvent.UtteranceEnd;
import io.heliograph.server.telemetry.SessionFacts;
import io.heliograph.server.telemetry.StreamEndReason;
import io.heliograph.server.telemetry.UtteranceTimes;
import io.heliograph.server.telemetry.VadMode;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How well a session is served. */
final class SessionFiguresTest {
    private static final long SECOND = 1_000_000_000L;
    private static final SessionFacts FACTS = new SessionFacts(
            "s1", VadMode.CONTINUE, false, "realtime", "en", "transcribe", 0.5, 0.5, Map.of(), "moonshine");

    private final SessionFigures figures =
            new SessionFigures(() -> Limits.defaults().objectives());

    private void decoded(DecodeKind kind, boolean isEmpty) {
        figures.record(new ServerEvent.DecodeDelivered("s1", kind, new DecodeTimings(0, 0, SECOND / 2, 0, 1), isEmpty));
    }

    private void finalAfter(long seconds, boolean isPaced) {
        figures.record(new ServerEvent.UtteranceOver(
                "s1",
                new UtteranceTimes(
                        1, 0, 1, 1, isPaced, 0, 1, SECOND, 2 * SECOND, 1, 2, SECOND * (1 + seconds), UtteranceEnd.VAD),
                true,
                false));
    }

    @Test
    void aStreamIsCountedFromItsStartToItsEnd() {
        decoded(DecodeKind.PARTIAL, false);
        assertEquals(SessionFigures.Figures.none(), figures.of("s1"), "it has not started");
        figures.record(new ServerEvent.StreamStarted(FACTS, 0));
        decoded(DecodeKind.PARTIAL, false);
        decoded(DecodeKind.PARTIAL, true);
        decoded(DecodeKind.SETTLED, false);
        SessionFigures.Figures served = figures.of("s1");
        assertEquals(1, served.partials());
        assertEquals(1.5, served.inferenceSec(), 1e-9);
        figures.record(new ServerEvent.StreamFinished(FACTS, StreamEndReason.SERVER_SHUTDOWN, 0, 1));
        assertEquals(0, figures.running());
    }

    @Test
    void aLateFinalIsKnownUntilTheNextOneIsNot() {
        figures.record(new ServerEvent.StreamStarted(FACTS, 0));
        finalAfter(1, true);
        assertEquals(1.0, figures.of("s1").lastFinalSec(), 1e-9);
        assertFalse(figures.of("s1").isLastLate());
        finalAfter(6, true);
        assertTrue(figures.of("s1").isLastLate());
        finalAfter(60, false);
        assertTrue(figures.of("s1").isLastLate(), "an upload is not judged");
        finalAfter(2, true);
        SessionFigures.Figures served = figures.of("s1");
        assertFalse(served.isLastLate());
        assertEquals(1, served.late());
        assertEquals(3, served.judged());
        assertEquals(4, served.finals());
    }
}
