package io.heliograph.server.slo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.error.StatusName;
import io.heliograph.server.limits.Limits;
import io.heliograph.server.limits.Sli;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.ServerEvent.RpcMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What the engine answers. */
final class SloEngineTest {
    private final SloFixture fixture = new SloFixture();

    @Test
    void knownLateEventsAreCountedExactly() {
        Random random = new Random(5);
        long late = 0;
        long valid = 0;
        for (int i = 0; i < 20_000; i++) {
            boolean isLate = random.nextInt(97) == 0;
            fixture.finalAfter(isLate ? 5_001 + random.nextInt(9_000) : random.nextInt(5_001));
            late += isLate ? 1 : 0;
            valid++;
            if (random.nextInt(4) == 0) {
                fixture.pass(1);
            }
        }
        WindowCounts counts = fixture.window(Sli.FINAL, "6h").counts();
        assertEquals(valid, counts.valid());
        assertEquals(late, counts.bad());
        assertTrue(late > 100, "there were late ones: " + late);
        assertEquals(valid, fixture.window(Sli.FINAL, "6h").latencies().count());
    }

    @Test
    void eventsOfManyThreadsAreAllCounted() throws InterruptedException {
        int threads = 4;
        CountDownLatch done = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            Thread.ofPlatform().start(() -> {
                for (int event = 0; event < 20_000; event++) {
                    fixture.finalAfter(event % 10 == 0 ? 6_000 : 10);
                }
                done.countDown();
            });
        }
        while (done.getCount() > 0) {
            fixture.pass(7);
        }
        done.await();
        fixture.pass(60);
        WindowCounts counts = fixture.window(Sli.FINAL, "30d").counts();
        assertEquals(80_000, counts.valid());
        assertEquals(8_000, counts.bad());
    }

    @Test
    void tooFewEventsAreNoVerdict() {
        for (int i = 0; i < 1_048; i++) {
            fixture.finalAfter(1);
        }
        assertEquals(
                Verdict.NOT_ENOUGH_DATA, fixture.report(Sli.FINAL).promised().verdict());
        fixture.finalAfter(1);
        assertEquals(Verdict.MET, fixture.report(Sli.FINAL).promised().verdict());
        for (int i = 0; i < 11; i++) {
            fixture.finalAfter(6_000);
        }
        assertEquals(Verdict.MISSED, fixture.report(Sli.FINAL).promised().verdict());
    }

    @Test
    void percentilesComeFromAddedHistograms() {
        for (int i = 1; i <= 100; i++) {
            fixture.firstResultAfter(i * 10L);
            fixture.pass(30);
        }
        Latencies latencies = fixture.window(Sli.FIRST_PARTIAL, "1h").latencies();
        assertEquals(100, latencies.count());
        assertEquals(0.5, latencies.p50Sec(), 0.005);
        assertEquals(0.9, latencies.p90Sec(), 0.009);
        assertEquals(0.99, latencies.p99Sec(), 0.01);
        assertEquals(1.0, latencies.maxSec(), 0.01);
    }

    @Test
    void callersTurnedAwayAreAShareAndNoError() {
        for (int i = 0; i < 3; i++) {
            fixture.call(RpcMethod.CREATE_SESSION, StatusName.OK, 10);
        }
        fixture.engine.record(new ServerEvent.RpcEnded(
                RpcMethod.CREATE_SESSION,
                StatusName.RESOURCE_EXHAUSTED,
                ErrorCode.CREATE_SESSION_RATE_LIMITED,
                "",
                "s",
                "c",
                1,
                false));
        WindowCounts counts = fixture.window(Sli.ERRORS, "1h").counts();
        assertEquals(3, counts.valid());
        assertEquals(3, counts.good());
        assertEquals(0.25, counts.shedRatio());
        assertEquals(0.25, fixture.window(Sli.CREATE_SESSION, "1h").counts().shedRatio());
    }

    @Test
    void theBudgetBurnsAsFastAsBadEventsComeAndAlertsNeedBothWindows() {
        for (int i = 0; i < 85; i++) {
            fixture.finalAfter(1);
        }
        for (int i = 0; i < 15; i++) {
            fixture.finalAfter(6_000);
        }
        BurnRate now = fixture.report(Sli.FINAL).burnRates().getFirst();
        assertEquals("page_fast", now.alert());
        assertEquals(15, now.longRate(), 1e-9);
        assertEquals(15, now.shortRate(), 1e-9);
        assertTrue(now.isBurning());
        assertEquals(-14, fixture.report(Sli.FINAL).budgetRemaining(), 1e-9);
        fixture.pass(600);
        BurnRate later = fixture.report(Sli.FINAL).burnRates().getFirst();
        assertEquals(15, later.longRate(), 1e-9);
        assertEquals(0, later.shortRate(), 1e-9);
        assertFalse(later.isBurning());
    }

    @Test
    void aHundredEventsAreNeededForAnAlert() {
        for (int i = 0; i < 99; i++) {
            fixture.finalAfter(6_000);
        }
        assertFalse(fixture.report(Sli.FINAL).burnRates().getFirst().isBurning());
        fixture.finalAfter(6_000);
        assertTrue(fixture.report(Sli.FINAL).burnRates().getFirst().isBurning());
    }

    @Test
    void aChangedObjectiveJudgesWhatComesAndSaysSinceWhen() {
        fixture.finalAfter(2_000);
        fixture.pass(120);
        fixture.engine.apply(Limits.defaults()
                .with(Map.of("objectives.final_threshold_sec", 1))
                .withVersion(7));
        fixture.finalAfter(2_000);
        fixture.pass(60);
        fixture.finalAfter(500);
        SloReport report = fixture.engine.report();
        assertEquals(7, report.configVersion());
        WindowCounts counts = fixture.window(Sli.FINAL, "1h").counts();
        assertEquals(3, counts.valid());
        assertEquals(1, counts.bad());
        assertEquals("objective_changed", counts.validSinceCause());
        assertEquals(Instant.ofEpochSecond(SloFixture.START_SEC + 60), counts.validSince());
    }

    @Test
    void aChangeOfTheTargetAloneKeepsTheCountsValid() {
        fixture.finalAfter(2_000);
        fixture.engine.apply(Limits.defaults().with(Map.of("objectives.final_target", 0.9)));
        fixture.finalAfter(2_000);
        fixture.pass(60);
        assertEquals("start", fixture.window(Sli.FINAL, "1h").counts().validSinceCause());
        assertEquals(2, fixture.window(Sli.FINAL, "1h").counts().good());
    }

    @Test
    void theCourseOfAnIndicatorIsItsCountsInParts() {
        fixture.finalAfter(1);
        fixture.pass(600);
        fixture.finalAfter(6_000);
        List<HistoryPoint> course = fixture.engine.history(Sli.FINAL, Duration.ofMinutes(15), Duration.ofMinutes(5));
        assertEquals(3, course.size());
        assertEquals(
                List.of(1L, 0L, 1L), course.stream().map(HistoryPoint::valid).toList());
        assertEquals(
                List.of(1L, 0L, 0L), course.stream().map(HistoryPoint::good).toList());
    }

    @Test
    void theReportIsOneJsonObjectWithEveryObjectiveAndWindow() {
        fixture.finalAfter(1);
        String json = SloJson.of(fixture.engine.report());
        for (Sli sli : Sli.values()) {
            assertTrue(json.contains("\"" + sli.label() + "\":{\"target\":"), json);
        }
        assertTrue(json.contains("\"enough_data\":false"), json);
        assertTrue(json.contains("\"attainment\":null"), "nothing counted is no attainment: " + json);
        assertTrue(json.contains("\"7d\":{\"window\":\"7d\""), json);
    }
}
