package io.heliograph.server.concurrent;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several threads, each placed: a thread counts as waiting once the semaphore says so, and as finished once it is joined. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class AdjustableSemaphoreWaitingTest {
    private static final Duration LONG = Duration.ofDays(1);

    private final AdjustableSemaphore slots = new AdjustableSemaphore("slots", 10, () -> 0);
    private final List<Waiting> started = new ArrayList<>();

    @AfterEach
    void leavesNobodyWaiting() throws InterruptedException {
        slots.close();
        for (Waiting waiting : started) {
            waiting.thread.join();
        }
        assertEquals(0, slots.waiting());
    }

    @Test
    void ofManyThatRaceExactlyAsManyAsFitGetIn() throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(64);
        CountDownLatch start = new CountDownLatch(1);
        Queue<Permit> taken = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                ready.countDown();
                try {
                    start.await();
                } catch (InterruptedException e) {
                    return;
                }
                slots.tryAcquire(1).ifPresent(taken::add);
            }));
        }
        ready.await();
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertEquals(10, taken.size());
        assertEquals(10, slots.inUse());
        taken.forEach(Permit::close);
        assertEquals(0, slots.inUse());
    }

    @Test
    void aPermitGivenBackGoesToTheOneWhoWaitedLongest() throws InterruptedException {
        Permit all = slots.tryAcquire(10).orElseThrow();
        Waiting first = waitFor(6);
        Waiting second = waitFor(6);
        assertEquals("slots 10 of 10 in use, 2 waiting", slots.describe());

        all.close();

        Permit permit = first.permit();
        assertEquals(1, slots.waiting());
        assertEquals(6, slots.inUse());
        permit.close();
        assertEquals(6, second.permit().units());
    }

    @Test
    void nobodyOvertakesALargeRequest() throws InterruptedException {
        Permit four = slots.tryAcquire(4).orElseThrow();
        Permit five = slots.tryAcquire(5).orElseThrow();
        Waiting large = waitFor(8);
        Waiting small = waitFor(1);

        assertEquals(1, slots.available());
        assertEquals(Optional.empty(), slots.tryAcquire(1));
        four.close();
        assertEquals(2, slots.waiting());
        five.close();

        assertEquals(8, large.permit().units());
        assertEquals(1, small.permit().units());
    }

    @Test
    void onePermitGivenBackServesAllWhoFit() throws InterruptedException {
        Permit all = slots.tryAcquire(10).orElseThrow();
        List<Waiting> small = List.of(waitFor(3), waitFor(3), waitFor(4), waitFor(1));

        all.close();

        for (Waiting waiting : small.subList(0, 3)) {
            waiting.permit();
        }
        assertEquals("slots 10 of 10 in use, 1 waiting", slots.describe());
    }

    @Test
    void killingTheHolderBringsItsPermitToTheWaiter() throws InterruptedException {
        CountDownLatch holds = new CountDownLatch(1);
        Thread holder = Thread.ofVirtual().start(() -> {
            try (Permit permit = slots.tryAcquire(10).orElseThrow()) {
                holds.countDown();
                new CountDownLatch((int) permit.units()).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        holds.await();
        Waiting next = waitFor(10);

        holder.interrupt();

        assertEquals(10, next.permit().units());
        holder.join();
    }

    @Test
    void aRaisedLimitServesThoseWhoWait() throws InterruptedException {
        assertTrue(slots.tryAcquire(10).isPresent());
        Waiting first = waitFor(2);
        Waiting second = waitFor(2);

        slots.resize(13);

        first.permit();
        assertEquals("slots 12 of 13 in use, 1 waiting", slots.describe());
        slots.resize(0);
        second.permit();
        assertEquals(14, slots.inUse());
    }

    @Test
    void aWaiterThatALowerLimitMakesHopelessIsRefusedAndBlocksNobody() throws InterruptedException {
        assertTrue(slots.tryAcquire(2).isPresent());
        Waiting large = waitFor(9);
        Waiting small = waitFor(1);

        slots.resize(5);

        assertNull(large.outcome());
        assertEquals(1, small.permit().units());
        assertEquals("slots 3 of 5 in use, 0 waiting", slots.describe());
    }

    @Test
    void debtIsPaidBeforeAWaiterIsServed() throws InterruptedException {
        Permit first = slots.tryAcquire(6).orElseThrow();
        Permit second = slots.tryAcquire(4).orElseThrow();
        Waiting waiter = waitFor(1);
        slots.resize(4);

        first.close();

        assertEquals("slots 4 of 4 in use, 1 waiting", slots.describe());
        second.close();
        waiter.permit();
        assertEquals(1, slots.inUse());
    }

    @Test
    void closingFailsThoseWhoWaitAtOnce() throws InterruptedException {
        Permit all = slots.tryAcquire(10).orElseThrow();
        Waiting first = waitFor(1);
        Waiting second = waitFor(2);

        slots.close();

        assertNull(first.outcome());
        assertNull(second.outcome());
        all.close();
        assertEquals("slots 0 of 10 in use, 0 waiting, closed", slots.describe());
    }

    @Test
    void anInterruptedWaiterLeavesTheLineToThoseBehind() throws InterruptedException {
        assertTrue(slots.tryAcquire(5).isPresent());
        Waiting large = waitFor(6);
        Waiting small = waitFor(5);

        large.thread.interrupt();

        assertNull(large.outcome());
        assertTrue(large.interrupted);
        assertEquals(5, small.permit().units());
        assertEquals(10, slots.inUse());
    }

    @Test
    void aWaiterWhoseTimeIsUpLeavesTheLineToThoseBehind() throws InterruptedException {
        assertTrue(slots.tryAcquire(5).isPresent());
        Waiting large = waitFor(6, Duration.ofMillis(50));
        Waiting small = waitFor(5);

        assertNull(large.outcome());
        assertEquals(5, small.permit().units());
        assertEquals(10, slots.inUse());
    }

    @Test
    void unitsGrantedToAWaiterThatWasJustInterruptedAreNotLost() throws InterruptedException {
        Permit all = slots.tryAcquire(10).orElseThrow();
        Waiting waiter = waitFor(10);
        slots.lock.lock();
        try {
            waiter.thread.interrupt();
            awaitWakingUp(waiter);
            all.close();
            assertEquals("slots 10 of 10 in use, 0 waiting", slots.describe());
        } finally {
            slots.lock.unlock();
        }

        assertNull(waiter.outcome());
        assertTrue(waiter.interrupted);
        assertEquals(0, slots.inUse());
    }

    @Test
    void unitsGrantedToAWaiterWhoseTimeWasJustUpAreItsOwn() throws InterruptedException {
        Permit all = slots.tryAcquire(10).orElseThrow();
        Waiting waiter = waitFor(10, Duration.ofMillis(500));
        slots.lock.lock();
        try {
            awaitWakingUp(waiter);
            all.close();
        } finally {
            slots.lock.unlock();
        }

        assertEquals(10, waiter.permit().units());
        assertEquals("slots 10 of 10 in use, 0 waiting", slots.describe());
    }

    /** Returns once the waiter has noticed its interrupt or the end of its time, and wants the lock that the caller holds. */
    private void awaitWakingUp(Waiting waiter) {
        while (!slots.lock.hasQueuedThread(waiter.thread)) {
            Thread.onSpinWait();
        }
    }

    private Waiting waitFor(long units) {
        return waitFor(units, LONG);
    }

    /** Starts a thread that asks for units and returns once it stands in line, or has left it. */
    private Waiting waitFor(long units, Duration timeout) {
        int before = slots.waiting();
        Waiting waiting = new Waiting(units, timeout);
        started.add(waiting);
        waiting.thread.start();
        while (slots.waiting() == before && waiting.thread.isAlive()) {
            Thread.onSpinWait();
        }
        return waiting;
    }

    /** A thread that acquires; its fields may be read after joining it. */
    private final class Waiting {
        private final Thread thread;
        private @Nullable Permit permit;
        private boolean interrupted;

        Waiting(long units, Duration timeout) {
            thread = Thread.ofPlatform().unstarted(() -> {
                try {
                    permit = slots.acquire(units, timeout).orElse(null);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            });
        }

        @Nullable
        Permit outcome() throws InterruptedException {
            thread.join();
            return permit;
        }

        Permit permit() throws InterruptedException {
            return requireNonNull(outcome(), "the waiter got nothing");
        }
    }
}
