package io.heliograph.server.overload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.heliograph.server.limits.Limits;
import io.heliograph.server.limits.OverloadRules;
import io.heliograph.server.telemetry.OverloadSignal;
import io.heliograph.server.telemetry.OverloadStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which step follows from which signals, with the default marks, looked at four times a second. */
final class OverloadLadderTest {
    private static final long LOOK_NANOS = 250_000_000L;
    private static final Pressure MEMORY_FULL = new Pressure(1, 0, 0);

    private OverloadRules rules = Limits.defaults().overload();
    private final OverloadLadder ladder = new OverloadLadder();
    private final List<StepChange> changes = new ArrayList<>();
    private long nowNanos = 1_000;

    private void hold(Pressure pressure, double seconds) {
        for (long left = Math.round(seconds * 1e9); left >= 0; left -= LOOK_NANOS) {
            changes.addAll(ladder.look(rules, pressure, nowNanos));
            nowNanos += LOOK_NANOS;
        }
    }

    private void rules(Map<String, Object> changed) {
        rules = Limits.defaults().with(changed).overload();
    }

    @Test
    void aStepIsTakenOnceItsMarkWasHeldForTwoSeconds() {
        hold(new Pressure(0.849, 0, 0), 60);
        assertEquals(0, ladder.height());
        hold(new Pressure(0.85, 0, 0), 1.75);
        assertEquals(0, ladder.height());
        hold(new Pressure(0.85, 0, 0), 0);
        assertEquals(
                List.of(new StepChange(OverloadStep.STRETCH_PARTIALS, true, OverloadSignal.MEMORY, 0.85, 0.85)),
                changes);
        hold(new Pressure(0.85, 0, 0), 60);
        assertEquals(1, ladder.height(), "the next step has a mark of its own");
    }

    @Test
    void aDipBelowTheMarkStartsTheTimeAnew() {
        hold(MEMORY_FULL, 1.75);
        hold(new Pressure(0.84, 0, 0), 0);
        hold(MEMORY_FULL, 1.75);
        assertEquals(0, ladder.height());
        hold(MEMORY_FULL, 0);
        assertEquals(1, ladder.height());
    }

    @Test
    void fullMemoryClimbsToTheTopOneStepAtATime() {
        hold(MEMORY_FULL, 60);
        assertEquals(
                List.of(OverloadStep.values()),
                changes.stream().map(StepChange::step).toList());
        assertEquals(4, ladder.height());
    }

    @Test
    void lateFinalsNeverCloseStreams() {
        hold(new Pressure(0, 50, 0), 60);
        assertEquals(3, ladder.height());
        assertEquals(new StepChange(OverloadStep.REFUSE_SESSIONS, true, OverloadSignal.QUEUE, 50, 1.5), changes.get(2));
    }

    @Test
    void eachStepIsLeftFiveSecondsAfterAllSignalsAreLow() {
        hold(new Pressure(0.92, 0, 0), 10);
        assertEquals(2, ladder.height());
        changes.clear();
        // Four fifths of the marks of step 2 are 0.72 and 0.8.
        hold(new Pressure(0.719, 0.81, 0), 60);
        assertEquals(2, ladder.height(), "one signal is not low");
        hold(new Pressure(0.719, 0.79, 0), 4.75);
        assertEquals(2, ladder.height());
        hold(new Pressure(0.719, 0.79, 0), 0);
        assertEquals(1, ladder.height());
        hold(new Pressure(0.719, 0.79, 0), 60);
        assertEquals(1, ladder.height(), "not below 0.68 and 0.4, those of step 1");
        hold(Pressure.NONE, 5);
        assertEquals(0, ladder.height());
        assertEquals(
                List.of(OverloadStep.PARTIALS_OFF, OverloadStep.STRETCH_PARTIALS),
                changes.stream().map(StepChange::step).toList());
        assertEquals(
                List.of(false, false), changes.stream().map(StepChange::entered).toList());
    }

    @Test
    void aMarkOfZeroIsNeverReached() {
        rules(Map.of("overload.partials_off_memory", 0));
        hold(MEMORY_FULL, 60);
        assertEquals(1, ladder.height());
        hold(new Pressure(1, 1, 0), 60);
        assertEquals(4, ladder.height(), "the queue takes the second step, and memory all that follow");
    }

    @Test
    void switchedOffItIsLeftAtOnceFromTheTopDown() {
        hold(MEMORY_FULL, 60);
        changes.clear();
        rules(Map.of("overload.enabled", false));
        hold(MEMORY_FULL, 0);
        assertEquals(0, ladder.height());
        assertEquals(
                List.of(
                        OverloadStep.CLOSE_LARGEST,
                        OverloadStep.REFUSE_SESSIONS,
                        OverloadStep.PARTIALS_OFF,
                        OverloadStep.STRETCH_PARTIALS),
                changes.stream().map(StepChange::step).toList());
        hold(MEMORY_FULL, 60);
        assertEquals(4, changes.size());
    }

    @Test
    void aStepThatLostItsMarksIsLeft() {
        hold(new Pressure(0.86, 0, 0), 10);
        assertEquals(1, ladder.height());
        rules(Map.of("overload.stretch_memory", 0, "overload.stretch_queue", 0, "overload.stretch_cpu", 0));
        hold(new Pressure(0.86, 0, 0), 5);
        assertEquals(0, ladder.height());
    }
}
