package io.heliograph.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.limits.Sli;
import io.heliograph.server.telemetry.ServerEvent.UtteranceEnd;
import io.heliograph.server.telemetry.UtteranceTimes;
import io.heliograph.server.telemetry.UtteranceVerdict;
import io.heliograph.server.trace.UtteranceTrace;
import org.junit.jupiter.api.Test;

/** A time line for people. */
final class UtteranceViewTest {
    private static final long MILLI = 1_000_000L;

    @Test
    void timesAreSecondsAndWhatNeverHappenedIsNone() {
        UtteranceView view = UtteranceView.of(new UtteranceTrace(
                new UtteranceTimes(
                        3,
                        1,
                        2,
                        0.9,
                        true,
                        1_000 * MILLI,
                        UtteranceTimes.NEVER,
                        2_000 * MILLI,
                        2_500 * MILLI,
                        2_600 * MILLI,
                        2_700 * MILLI,
                        2_750 * MILLI,
                        UtteranceEnd.VAD),
                UtteranceVerdict.TOO_SHORT,
                UtteranceVerdict.GOOD));
        assertEquals(3, view.number());
        assertEquals("vad", view.endedBy());
        assertTrue(Double.isNaN(view.firstResultSec()));
        assertTrue(Double.isNaN(view.firstResultLatencySec()));
        assertEquals(0.75, view.finalLatencySec(), 1e-9);
        assertEquals("good", view.verdict());
    }

    @Test
    void whyAnUtteranceDoesNotCountIsSaid() {
        long never = UtteranceTimes.NEVER;
        UtteranceView view = UtteranceView.of(new UtteranceTrace(
                new UtteranceTimes(1, 0, 1, 1, false, 0, never, 1, never, never, never, never, null),
                UtteranceVerdict.STREAM_ENDED,
                UtteranceVerdict.STREAM_ENDED));
        assertEquals("end of stream", view.endedBy());
        assertEquals("not counted: stream_ended", view.verdict());
        assertTrue(Double.isNaN(view.sentSec()));
    }

    @Test
    void eachObjectiveHasItsKey() {
        for (Sli sli : Sli.values()) {
            assertEquals(sli, ObjectiveKeys.sli(sli.label()));
        }
        assertEquals(
                ControlException.Kind.UNKNOWN,
                assertThrows(ControlException.class, () -> ObjectiveKeys.sli("nope"))
                        .kind());
    }
}
