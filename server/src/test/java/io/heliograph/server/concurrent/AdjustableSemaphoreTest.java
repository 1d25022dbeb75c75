package io.heliograph.server.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One thread: counting, resizing, refusing. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class AdjustableSemaphoreTest {
    private final AtomicLong nanos = new AtomicLong(100);
    private final AdjustableSemaphore sessions = new AdjustableSemaphore("sessions", 10, nanos::get);

    @Test
    void letsInUpToItsLimit() {
        assertTrue(sessions.tryAcquire(7).isPresent());
        assertTrue(sessions.tryAcquire(4).isEmpty());
        assertTrue(sessions.tryAcquire(3).isPresent());
        assertTrue(sessions.tryAcquire(1).isEmpty());
        assertEquals(10, sessions.inUse());
        assertEquals(0, sessions.available());
    }

    @Test
    void thePermitSaysWhenItWasTakenAndHowMuchItHolds() {
        Permit early = sessions.tryAcquire(2).orElseThrow();
        nanos.set(250);
        Permit late = sessions.tryAcquire(1).orElseThrow();

        assertEquals(100, early.takenNanos());
        assertEquals(2, early.units());
        assertEquals(250, late.takenNanos());
        assertEquals("2 of sessions", early.toString());
    }

    @Test
    void takesBackWhatIsClosedOnceOnly() {
        Permit permit = sessions.tryAcquire(4).orElseThrow();
        Permit other = sessions.tryAcquire(6).orElseThrow();

        permit.close();
        permit.close();

        assertEquals(6, sessions.inUse());
        assertEquals(4, sessions.available());
        other.close();
        assertEquals(0, sessions.inUse());
    }

    @Test
    void aHolderThatFailsGivesBack() {
        assertThrows(IllegalStateException.class, () -> {
            try (Permit permit = sessions.tryAcquire(10).orElseThrow()) {
                throw new IllegalStateException("failed while holding " + permit.units());
            }
        });

        assertEquals(10, sessions.available());
    }

    @Test
    void throwsNobodyOutWhenLoweredAndPaysTheDebtAsHoldersGiveBack() {
        Permit eight = sessions.tryAcquire(8).orElseThrow();
        Permit two = sessions.tryAcquire(2).orElseThrow();

        sessions.resize(5);

        assertEquals("sessions 10 of 5 in use, 0 waiting", sessions.describe());
        assertEquals(0, sessions.available());
        two.close();
        assertTrue(sessions.tryAcquire(1).isEmpty());
        eight.close();
        assertEquals(5, sessions.available());
        assertTrue(sessions.tryAcquire(5).isPresent());
    }

    @Test
    void letsInMoreWhenRaised() {
        assertTrue(sessions.tryAcquire(10).isPresent());

        sessions.resize(11);

        assertEquals(11, sessions.limit());
        assertTrue(sessions.tryAcquire(1).isPresent());
        assertTrue(sessions.tryAcquire(1).isEmpty());
    }

    @Test
    void withoutALimitEverythingPassesAndIsCounted() {
        AdjustableSemaphore open = AdjustableSemaphore.unlimited("buffered bytes", nanos::get);

        Permit huge = open.tryAcquire(Long.MAX_VALUE - 5).orElseThrow();

        assertTrue(open.tryAcquire(5).isPresent());
        assertEquals(AdjustableSemaphore.UNLIMITED, open.limit());
        assertEquals("buffered bytes 9223372036854775807 in use, no limit, 0 waiting", open.describe());
        huge.close();
        assertEquals(5, open.inUse());
        assertEquals(Long.MAX_VALUE - 5, open.available());
    }

    @Test
    void refusesWhatCannotBeCounted() {
        AdjustableSemaphore open = AdjustableSemaphore.unlimited("buffered bytes", nanos::get);
        assertTrue(open.tryAcquire(Long.MAX_VALUE).isPresent());

        assertTrue(open.tryAcquire(1).isEmpty());
    }

    @Test
    void zeroOrLessMeansNoLimit() {
        sessions.resize(-1);

        assertEquals(AdjustableSemaphore.UNLIMITED, sessions.limit());
        assertTrue(sessions.tryAcquire(1_000).isPresent());

        sessions.resize(20);

        assertEquals("sessions 1000 of 20 in use, 0 waiting", sessions.describe());
        assertTrue(sessions.tryAcquire(1).isEmpty());
    }

    @Test
    void doesNotWaitForZeroOrLess() throws InterruptedException {
        assertTrue(sessions.acquire(10, Duration.ZERO).isPresent());

        assertTrue(sessions.acquire(1, Duration.ZERO).isEmpty());
        assertTrue(sessions.acquire(1, Duration.ofSeconds(-3)).isEmpty());
        assertEquals(0, sessions.waiting());
    }

    @Test
    void givesUpWhenTheTimeoutHasPassed() throws InterruptedException {
        assertTrue(sessions.tryAcquire(10).isPresent());

        assertTrue(sessions.acquire(1, Duration.ofMillis(1)).isEmpty());

        assertEquals("sessions 10 of 10 in use, 0 waiting", sessions.describe());
    }

    @Test
    void refusesAtOnceWhatNoWaitingCouldBring() throws InterruptedException {
        assertTrue(sessions.acquire(11, Duration.ofDays(1)).isEmpty());
    }

    @Test
    void waitsForEverIfAskedTo() throws InterruptedException {
        assertTrue(sessions.acquire(1, Duration.ofSeconds(Long.MAX_VALUE)).isPresent());
    }

    @Test
    void refusesEverybodyOnceClosedButTakesBack() throws InterruptedException {
        Permit permit = sessions.tryAcquire(3).orElseThrow();

        sessions.close();
        sessions.close();

        assertEquals(Optional.empty(), sessions.tryAcquire(1));
        assertEquals(Optional.empty(), sessions.acquire(1, Duration.ofDays(1)));
        assertEquals("sessions 3 of 10 in use, 0 waiting, closed", sessions.describe());
        permit.close();
        assertEquals(0, sessions.inUse());
    }

    @Test
    void refusesNonsenseWithTheNumber() {
        assertEquals(
                "units must be at least 1, not 0",
                assertThrows(IllegalArgumentException.class, () -> sessions.tryAcquire(0))
                        .getMessage());
        assertEquals(
                "units must be at least 1, not -4",
                assertThrows(IllegalArgumentException.class, () -> sessions.acquire(-4, Duration.ZERO))
                        .getMessage());
        assertEquals(0, sessions.inUse());
    }

    @Test
    void anInterruptedThreadTakesNothing() {
        Thread.currentThread().interrupt();

        assertThrows(InterruptedException.class, () -> sessions.acquire(1, Duration.ofDays(1)));

        assertFalse(Thread.interrupted());
        assertEquals(0, sessions.inUse());
    }
}
