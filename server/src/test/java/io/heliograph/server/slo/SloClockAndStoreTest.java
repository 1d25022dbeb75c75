package io.heliograph.server.slo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.limits.Sli;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clocks that jump, disks that are full, processes that die: counting goes on, and the numbers say since when they are valid. */
final class SloClockAndStoreTest {
    private final FlakyStore store = new FlakyStore();
    private final SloFixture fixture = new SloFixture(store);

    /** A store that a test can break. */
    private static final class FlakyStore implements SloStore {
        private final InMemorySloStore kept = new InMemorySloStore();
        private boolean isBroken;

        @Override
        public StoredSlo load(long minutesFrom, long hoursFrom) {
            requireWhole();
            return kept.load(minutesFrom, hoursFrom);
        }

        @Override
        public void save(SloBatch batch) {
            requireWhole();
            kept.save(batch);
        }

        private void requireWhole() {
            if (isBroken) {
                throw new IllegalStateException("disk full");
            }
        }
    }

    private WindowCounts day() {
        return fixture.window(Sli.FINAL, "1d").counts();
    }

    @Test
    void aGoodEndLosesNothing() {
        fixture.finalAfter(1);
        fixture.pass(60);
        fixture.finalAfter(6_000);
        fixture.restart(false);
        assertEquals(2, day().valid());
        assertEquals(1, day().bad());
        assertEquals(2, fixture.window(Sli.FINAL, "1d").latencies().count());
        assertEquals("start", day().validSinceCause());
        fixture.finalAfter(1);
        fixture.restart(false);
        assertEquals(3, day().valid(), "the same minute, three processes");
    }

    @Test
    void aKilledProcessLosesItsRunningMinuteAtMost() {
        fixture.finalAfter(1);
        fixture.pass(60);
        fixture.finalAfter(1);
        fixture.restart(true);
        assertEquals(1, day().valid());
        assertEquals("killed", day().validSinceCause());
        assertEquals(Instant.ofEpochSecond(SloFixture.START_SEC + 60), day().validSince());
    }

    @Test
    void aStoreThatFailsIsCountedAndNothingIsLostWhileTheProcessLives() {
        store.isBroken = true;
        for (int i = 0; i < 5; i++) {
            fixture.finalAfter(1);
            fixture.pass(60);
        }
        assertEquals(5, day().valid());
        SloReport.RecordState failing = fixture.engine.report().state();
        assertTrue(failing.isStoreFailing());
        assertEquals(5, failing.storeFailures());
        store.isBroken = false;
        fixture.pass(60);
        assertFalse(fixture.engine.report().state().isStoreFailing());
        fixture.restart(false);
        assertEquals(5, day().valid());
    }

    @Test
    void aStoreThatCannotBeReadAtTheStartIsNotOverwritten() {
        fixture.finalAfter(1);
        fixture.pass(60);
        fixture.engine.close();
        store.isBroken = true;
        fixture.restart(true);
        fixture.finalAfter(1);
        fixture.pass(1);
        assertEquals(1, day().valid());
        store.isBroken = false;
        fixture.pass(60);
        assertEquals(2, day().valid());
        fixture.restart(false);
        assertEquals(2, day().valid());
    }

    @Test
    void aClockThatGoesAheadLeavesAHole() {
        fixture.finalAfter(1);
        fixture.wallMillis.addAndGet(7_200_000);
        fixture.pass(1);
        fixture.finalAfter(1);
        assertEquals(2, day().valid());
        assertEquals("clock_ahead", day().validSinceCause());
        assertEquals(1, fixture.window(Sli.FINAL, "1h").counts().valid());
        assertEquals(1, fixture.engine.report().state().clockJumps());
        Hole hole = fixture.engine.report().state().holes().getFirst();
        assertEquals(SloFixture.START_SEC + 7_201, hole.untilSec());
    }

    @Test
    void aClockThatGoesBackTakesWhatWasCountedAlong() {
        for (int i = 0; i < 200; i++) {
            fixture.finalAfter(1);
            fixture.pass(60);
        }
        fixture.wallMillis.addAndGet(-3 * 3_600_000);
        fixture.pass(1);
        fixture.finalAfter(6_000);
        assertEquals(201, day().valid(), "nothing is lost, nothing counted twice");
        assertEquals(1, day().bad());
        assertEquals("clock_back", day().validSinceCause());
        fixture.pass(60);
        fixture.restart(false);
        assertEquals(201, day().valid());
        for (int i = 0; i < 300; i++) {
            fixture.pass(60);
        }
        assertEquals(201, day().valid(), "nothing waits in the future");
    }

    @Test
    void aStoreFromTheFutureIsPulledBack() {
        fixture.pass(86_400);
        fixture.finalAfter(1);
        fixture.engine.close();
        fixture.wallMillis.addAndGet(-86_400_000);
        fixture.restart(true);
        assertEquals(1, fixture.window(Sli.FINAL, "1h").counts().valid());
        assertEquals(
                List.of(Hole.Cause.CLOCK_BACK),
                fixture.engine.report().state().holes().stream()
                        .map(Hole::cause)
                        .toList());
    }

    @Test
    void aClockThatIsCorrectedALittleIsFollowedWithoutAWord() {
        for (int i = 0; i < 100; i++) {
            fixture.wallMillis.addAndGet(i % 2 == 0 ? -900 : 900);
            fixture.finalAfter(1);
            fixture.pass(30);
        }
        assertEquals(100, day().valid());
        assertEquals(0, fixture.engine.report().state().clockJumps());
    }

    @Test
    void memoryIsBoundedByTheTimeKept() {
        for (int i = 0; i < 50 * 24; i++) {
            fixture.finalAfter(1);
            fixture.pass(1_800);
            fixture.finalAfter(1);
            fixture.pass(1_800);
        }
        int kept = store.kept.size();
        assertTrue(kept <= 2 * 49 + 961, "tallies kept: " + kept);
        long valid = fixture.engine.history(Sli.FINAL, Duration.ofDays(40), Duration.ofHours(1)).stream()
                .mapToLong(HistoryPoint::valid)
                .sum();
        // The window begins with the hour that its first minute lies in, and the running hour is empty.
        assertEquals(2 * 40 * 24, valid);
    }
}
