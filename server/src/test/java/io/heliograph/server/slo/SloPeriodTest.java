package io.heliograph.server.slo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.limits.Sli;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the engine answers for a time that is over. */
final class SloPeriodTest {
    private static final Instant START = Instant.ofEpochSecond(SloFixture.START_SEC);

    private final SloFixture fixture = new SloFixture();

    private WindowCounts counts(long fromSec, long untilSec) {
        return fixture.engine
                .over(Sli.FINAL, START.plusSeconds(fromSec), START.plusSeconds(untilSec))
                .counts();
    }

    @Test
    void aPeriodCountsWhatHappenedInItAndNothingElse() {
        fixture.finalAfter(100);
        fixture.pass(60);
        fixture.finalAfter(200);
        fixture.finalAfter(9_000);
        fixture.pass(60);
        fixture.finalAfter(300);
        assertEquals(1, counts(0, 60).valid());
        assertEquals(2, counts(60, 120).valid());
        assertEquals(1, counts(60, 120).bad());
        assertEquals(1, counts(120, 3_600).valid(), "the running minute too");
        assertEquals(4, counts(0, 180).valid());
        assertEquals(0, counts(-7_200, 0).valid());
        assertEquals(
                9.0,
                fixture.engine
                        .over(Sli.FINAL, START.plusSeconds(60), START.plusSeconds(120))
                        .latencies()
                        .maxSec(),
                0.1);
    }

    @Test
    void aPeriodSaysWhenItIsNotTheWholeTruth() {
        fixture.finalAfter(100);
        fixture.pass(60);
        fixture.pass(540);
        fixture.restart(true);
        fixture.pass(600);
        assertEquals("window", counts(0, 60).validSinceCause(), "what comes after it is of no interest");
        assertEquals("killed", counts(0, 1_200).validSinceCause());
        assertEquals(START.plusSeconds(600), counts(0, 1_200).validSince());
        assertEquals("window", counts(900, 1_200).validSinceCause());
        WindowCounts before = counts(-600, -60);
        assertEquals("start", before.validSinceCause());
        assertEquals(START.plusSeconds(-60), before.validSince(), "nothing of it was counted");
    }

    @Test
    void theDistributionHasEachEventOnce() {
        fixture.finalAfter(100);
        fixture.finalAfter(100);
        fixture.pass(60);
        fixture.finalAfter(4_000);
        List<LatencyCount> all = fixture.engine.distribution(Sli.FINAL, Duration.ofHours(1));
        assertEquals(2, all.size());
        assertEquals(0.1, all.getFirst().seconds(), 0.001);
        assertEquals(2, all.getFirst().count());
        assertEquals(4.0, all.getLast().seconds(), 0.04);
        assertTrue(fixture.engine.distribution(Sli.ERRORS, Duration.ofHours(1)).isEmpty());
    }
}
