package io.heliograph.server.overload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.limits.Limits;
import io.heliograph.server.telemetry.DecodeKind;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.ServerEvent.DropReason;
import io.heliograph.server.testing.FakeTicker;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AdaptiveThrottleTest {
    private final FakeTicker ticker = new FakeTicker();
    private Limits limits = Limits.defaults().with(Map.of("server.adaptive_throttle_enabled", true));
    private AdaptiveThrottle.Load load = new AdaptiveThrottle.Load(0, 0);
    private final AdaptiveThrottle throttle = new AdaptiveThrottle(() -> limits.throttle(), () -> load, ticker);

    private void pendingRatio(double ratio) {
        load = new AdaptiveThrottle.Load(ratio, 0);
    }

    private void drop(int count, boolean orphaned, DropReason reason) {
        for (int i = 0; i < count; i++) {
            throttle.record(new ServerEvent.DecodeDropped("s", DecodeKind.PARTIAL, orphaned, reason));
        }
    }

    @Test
    void isOffByDefaultWhateverHappens() {
        limits = Limits.defaults();
        pendingRatio(1);
        throttle.tick();
        assertFalse(throttle.isActive());
        assertEquals(1.5, throttle.partialIntervalSec(1.5));
    }

    @Test
    void pendingDecodesAtTheirShareOfTheLimitPress() {
        pendingRatio(0.79);
        throttle.tick();
        assertFalse(throttle.isActive());
        pendingRatio(0.8);
        ticker.advanceMillis(1_999);
        throttle.tick();
        assertFalse(throttle.isActive(), "not before the interval has passed");
        ticker.advanceMillis(1);
        throttle.tick();
        assertTrue(throttle.isActive());
        assertTrue(throttle.refusesSessions());
        assertEquals(3.0, throttle.partialIntervalSec(1.5));
    }

    @Test
    void aFullBufferPresses() {
        load = new AdaptiveThrottle.Load(0, 0.85);
        throttle.tick();
        assertTrue(throttle.isActive());
    }

    @Test
    void sessionsAreRefusedForTheBackOffOnly() {
        limits = limits.with(Map.of(
                "server.adaptive_create_session_backoff_sec", 0.7, "server.adaptive_partial_interval_max_sec", 2));
        pendingRatio(1);
        throttle.tick();
        ticker.advanceMillis(699);
        assertTrue(throttle.refusesSessions());
        ticker.advanceMillis(1);
        assertFalse(throttle.refusesSessions());
        assertTrue(throttle.isActive());
        assertEquals(2.0, throttle.partialIntervalSec(1.5), "capped");
    }

    @Test
    void aCheckWithoutPressureMakesEverythingNormal() {
        limits = limits.with(Map.of("server.adaptive_create_session_backoff_sec", 60));
        pendingRatio(1);
        throttle.tick();
        pendingRatio(0.5);
        ticker.advanceMillis(2_000);
        throttle.tick();
        assertFalse(throttle.isActive());
        assertFalse(throttle.refusesSessions());
        assertEquals(1.5, throttle.partialIntervalSec(1.5));
    }

    @Test
    void orphansPressFromFiveDropsOnAndHangUpsDoNotCount() {
        drop(4, true, DropReason.TIMEOUT);
        drop(50, true, DropReason.CLIENT_GONE);
        throttle.tick();
        assertFalse(throttle.isActive());
        drop(1, true, DropReason.TIMEOUT);
        drop(4, false, DropReason.REPLACED);
        ticker.advanceMillis(2_000);
        throttle.tick();
        assertTrue(throttle.isActive(), "one of five is a fifth");
        drop(1, true, DropReason.TIMEOUT);
        drop(5, false, DropReason.REPLACED);
        ticker.advanceMillis(2_000);
        throttle.tick();
        assertFalse(throttle.isActive(), "only what was dropped since the last check counts");
    }

    @Test
    void switchingItOffActsAtTheNextTick() {
        pendingRatio(1);
        throttle.tick();
        limits = Limits.defaults();
        throttle.tick();
        assertFalse(throttle.isActive());
    }
}
