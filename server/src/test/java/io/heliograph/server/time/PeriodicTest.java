package io.heliograph.server.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PeriodicTest {
    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final Semaphore runs = new Semaphore(0);

    private void awaitRun() throws InterruptedException {
        assertTrue(runs.tryAcquire(20, TimeUnit.SECONDS), "the task did not run within 20 s");
    }

    private void assertRests(String why) throws InterruptedException {
        assertFalse(runs.tryAcquire(50, TimeUnit.MILLISECONDS), why);
    }

    @Test
    void aTaskRunsAgainAndAgainThoughItFails() throws InterruptedException {
        try (Periodic periodic = new Periodic("fails", Duration.ofMillis(1), () -> {
            runs.release();
            throw new IllegalStateException("on purpose");
        })) {
            awaitRun();
            awaitRun();
            periodic.hurry();
            awaitRun();
        }
    }

    @Test
    void whoIsInAHurryDoesNotWaitForThePause() throws InterruptedException {
        try (Periodic periodic = new Periodic("hurried", FOR_EVER, runs::release)) {
            assertRests("nothing runs before the first pause is over");
            periodic.hurry();
            awaitRun();
            periodic.hurry();
            awaitRun();
        }
    }

    @Test
    void aHurryDuringARunIsNotLost() throws InterruptedException {
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicInteger count = new AtomicInteger();
        try (Periodic periodic = new Periodic("busy", FOR_EVER, () -> {
            count.incrementAndGet();
            runs.release();
            await(mayEnd);
        })) {
            periodic.hurry();
            awaitRun();
            periodic.hurry();
            periodic.hurry();
            mayEnd.countDown();
            awaitRun();
            assertRests("two hurries during one run are one more run");
            assertEquals(2, count.get());
        }
    }

    @Test
    void thePauseIsAskedEachTime() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        try (Periodic periodic = new Periodic(
                "slower", () -> asked.incrementAndGet() < 3 ? Duration.ofMillis(1) : FOR_EVER, runs::release)) {
            awaitRun();
            awaitRun();
            assertRests("the third pause is for ever");
            periodic.hurry();
            awaitRun();
        }
    }

    @Test
    void nothingRunsOnceItIsClosed() throws InterruptedException {
        Periodic periodic = new Periodic("closed", FOR_EVER, runs::release);
        periodic.close();
        periodic.hurry();
        assertRests("it is closed");
    }

    @ParameterizedTest
    @CsvSource({
        "300, 250, 250", // short pauses are exact
        "300, 999, 999",
        "0, 1000, 1000",
        "1, 1000, 999",
        "499, 1000, 501",
        "500, 1000, 1500",
        "-400, 1000, 1400",
        "300, 4000, 3700",
        "300, 5000, 4700",
        "2500, 5000, 7500",
        "4999, 9000, 10001",
        "4999, 14999, 15001",
        "4999, 15000, 10001",
        "8000, 15000, 22000",
        "8000, 60000, 67000"
    })
    void longPausesEndOnAWholeSecondOrEveryFifthOrFifteenth(long nowMillis, long pauseMillis, long millis) {
        assertEquals(millis * 1_000_000, Periodic.aligned(nowMillis * 1_000_000, pauseMillis * 1_000_000));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS), "the latch did not open within 20 s");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
