package io.heliograph.server.vad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.decode.DecodeException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DetectorThreadsTest {
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final DetectorThreads threads = new DetectorThreads(1, Duration.ofMinutes(1));

    @AfterEach
    void letGo() {
        goOn.countDown();
        threads.close();
    }

    @Test
    void aVirtualThreadWaitsForAThreadOfTheMachine() throws Exception {
        AtomicReference<Thread> ran = new AtomicReference<>();
        boolean wasThere = onVirtualThread(() -> {
            threads.run(() -> ran.set(Thread.currentThread()));
            return ran.get() != null;
        });
        assertTrue(wasThere);
        Thread thread = ran.get();
        assertTrue(thread != null && !thread.isVirtual());
    }

    @Test
    void aThreadOfTheMachineRunsItItself() {
        AtomicReference<Thread> ran = new AtomicReference<>();
        threads.run(() -> ran.set(Thread.currentThread()));
        assertSame(Thread.currentThread(), ran.get());
    }

    /** As many virtual threads as there are carriers have runs that keep their thread busy, and one more still gets on. */
    @Test
    void runsKeepNoCarrier() throws Exception {
        int carriers = Runtime.getRuntime().availableProcessors();
        for (int i = 0; i < carriers; i++) {
            Thread.ofVirtual().start(() -> threads.run(this::keepBusy));
        }
        assertTrue(running.await(1, TimeUnit.MINUTES));
        assertEquals("through", onVirtualThread(() -> "through"));
    }

    @Test
    void whatTheRunThrowsComesThrough() {
        IllegalStateException problem = new IllegalStateException("no result");
        Exception seen = assertThrows(
                Exception.class,
                () -> onVirtualThread(() -> {
                    threads.run(() -> {
                        throw problem;
                    });
                    return "done";
                }));
        assertSame(problem, seen.getCause());
    }

    @Test
    void aRunThatDoesNotEndIsAFailure() {
        try (DetectorThreads hasty = new DetectorThreads(1, Duration.ofMillis(1))) {
            Exception seen = assertThrows(
                    Exception.class,
                    () -> onVirtualThread(() -> {
                        hasty.run(this::holdOn);
                        return "done";
                    }));
            assertInstanceOf(DecodeException.class, seen.getCause());
            goOn.countDown();
        }
    }

    @Test
    void whoIsInterruptedStaysUntilTheRunHasEndedAndThenKnows() throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        CountDownLatch ended = new CountDownLatch(1);
        Thread caller = Thread.ofVirtual().start(() -> {
            threads.run(() -> {
                holdOn();
                ended.countDown();
            });
            interrupted.complete(ended.getCount() == 0 && Thread.currentThread().isInterrupted());
        });
        assertTrue(running.await(1, TimeUnit.MINUTES));
        caller.interrupt();
        goOn.countDown();
        assertTrue(interrupted.get(1, TimeUnit.MINUTES));
    }

    private void keepBusy() {
        running.countDown();
        while (goOn.getCount() > 0) {
            Thread.onSpinWait();
        }
    }

    private void holdOn() {
        running.countDown();
        try {
            assertTrue(goOn.await(1, TimeUnit.MINUTES));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T onVirtualThread(Callable<T> action) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                result.complete(action.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result.get(1, TimeUnit.MINUTES);
    }
}
