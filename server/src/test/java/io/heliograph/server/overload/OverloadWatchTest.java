package io.heliograph.server.overload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.limits.Limits;
import io.heliograph.server.telemetry.OverloadStep;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.ServerEvent.OverloadStepChanged;
import io.heliograph.server.testing.FakeTicker;
import io.heliograph.server.testing.RecordingEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

final class OverloadWatchTest {
    private final FakeTicker ticker = new FakeTicker();
    private final RecordingEvents events = new RecordingEvents();
    private Limits limits = Limits.defaults();
    private Pressure pressure = Pressure.NONE;
    private final List<Long> closings = new ArrayList<>();
    private boolean someoneIsLarge = true;
    private final OverloadWatch watch =
            new OverloadWatch(() -> limits.overload(), () -> pressure, this::close, events, ticker);
    private final AdaptiveThrottle throttle =
            new AdaptiveThrottle(() -> limits.throttle(), () -> new AdaptiveThrottle.Load(0, 0), ticker);
    private boolean isManned = true;
    private final PressureGates gates = new PressureGates(throttle, watch, () -> limits.throttle(), () -> isManned);

    private boolean close(long minBytes) {
        assertEquals(262_144, minBytes);
        if (someoneIsLarge) {
            closings.add(ticker.nanos() / 1_000_000);
        }
        return someoneIsLarge;
    }

    private void hold(Pressure signals, int seconds) {
        pressure = signals;
        for (int i = 0; i < 4 * seconds; i++) {
            watch.tick();
            throttle.tick();
            ticker.advanceMillis(250);
        }
    }

    @Test
    void theStepsStretchThenSilencePartialsThenRefuseAndAllComesBack() {
        assertEquals(1.5, gates.partialIntervalSec(1.5));
        hold(new Pressure(0, 0.6, 0), 5);
        assertEquals(3.0, gates.partialIntervalSec(1.5), "the throttle's scale");
        assertFalse(gates.refusesSessions());
        hold(new Pressure(0, 1.2, 0), 5);
        assertEquals(0, gates.partialIntervalSec(1.5));
        assertFalse(gates.refusesSessions());
        hold(new Pressure(0, 2, 0), 5);
        assertEquals(0, gates.partialIntervalSec(1.5));
        assertTrue(gates.refusesSessions());
        assertEquals(3, watch.height());
        assertEquals(2.0, watch.pressure().queue());
        hold(Pressure.NONE, 30);
        assertEquals(1.5, gates.partialIntervalSec(1.5));
        assertFalse(gates.refusesSessions());
        assertEquals(
                List.of(
                        new OverloadStepChanged(OverloadStep.STRETCH_PARTIALS, true),
                        new OverloadStepChanged(OverloadStep.PARTIALS_OFF, true),
                        new OverloadStepChanged(OverloadStep.REFUSE_SESSIONS, true),
                        new OverloadStepChanged(OverloadStep.REFUSE_SESSIONS, false),
                        new OverloadStepChanged(OverloadStep.PARTIALS_OFF, false),
                        new OverloadStepChanged(OverloadStep.STRETCH_PARTIALS, false)),
                events.of(ServerEvent.OverloadStepChanged.class));
    }

    @Test
    void theFirstSessionsAreNeverRefusedByTheLadder() {
        hold(new Pressure(0.98, 2, 0), 15);
        assertEquals(4, watch.height());
        assertTrue(gates.refusesSessions());
        isManned = false;
        assertFalse(gates.refusesSessions());
        assertEquals(0, gates.partialIntervalSec(1.5), "the lower steps stand");
        isManned = true;
        assertTrue(gates.refusesSessions());
    }

    @Test
    void throttleAndLadderTogetherStretchOnce() {
        limits = limits.with(Map.of("server.adaptive_throttle_enabled", true, "server.adaptive_pending_ratio_high", 0));
        throttle.tick();
        assertEquals(3.0, gates.partialIntervalSec(1.5));
        hold(new Pressure(0, 0.6, 0), 5);
        assertTrue(watch.stands(OverloadStep.STRETCH_PARTIALS));
        assertEquals(3.0, gates.partialIntervalSec(1.5));
    }

    @Test
    void eachStepIsOneLineOnTheWayUpAndOneOnTheWayDown() {
        List<String> lines = new ArrayList<>();
        Handler listener = new Handler() {
            @Override
            public void publish(LogRecord logged) {
                lines.add(logged.getLevel() + " " + logged.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(OverloadWatch.class.getName());
        logger.addHandler(listener);
        try {
            hold(new Pressure(0.91, 0, 0), 60);
            hold(new Pressure(0.3, 0.1, 0), 60);
        } finally {
            logger.removeHandler(listener);
        }
        assertEquals(
                List.of(
                        "WARNING overload step 1 (stretch partials) entered: memory 0.91, mark 0.85",
                        "WARNING overload step 2 (partials off) entered: memory 0.91, mark 0.90",
                        "INFO overload step 2 (partials off) left: memory 0.30, mark 0.90",
                        "INFO overload step 1 (stretch partials) left: memory 0.30, mark 0.85"),
                lines);
    }

    @Test
    void onTheLastStepOneStreamIsClosedInEachPeriodWhileMemoryIsShort() {
        hold(new Pressure(0.98, 0, 0), 25);
        assertEquals(4, watch.height());
        assertTrue(closings.size() >= 3, closings::toString);
        for (int i = 1; i < closings.size(); i++) {
            assertEquals(5_000, closings.get(i) - closings.get(i - 1));
        }
        closings.clear();
        hold(new Pressure(0.9, 0, 0), 60);
        assertEquals(4, watch.height(), "0.9 is not low");
        assertEquals(List.of(), closings, "but it is below the mark: what was closed was enough");
    }

    @Test
    void nobodyIsClosedOnceTheMarkIsTakenAway() {
        someoneIsLarge = false;
        hold(new Pressure(1, 0, 0), 20);
        someoneIsLarge = true;
        limits = limits.with(Map.of("overload.close_memory", 0));
        hold(new Pressure(1, 0, 0), 4);
        assertEquals(4, watch.height(), "it is left after the usual time");
        assertEquals(List.of(), closings);
    }

    @Test
    void aClosingThatFoundNobodyUsesNoPeriodUp() {
        someoneIsLarge = false;
        hold(new Pressure(1, 0, 0), 20);
        someoneIsLarge = true;
        long before = ticker.nanos() / 1_000_000;
        hold(new Pressure(1, 0, 0), 1);
        assertEquals(List.of(before), closings);
    }
}
