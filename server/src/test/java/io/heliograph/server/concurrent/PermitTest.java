package io.heliograph.server.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class PermitTest {
    private final AtomicInteger givenBack = new AtomicInteger();
    private final Permit permit = new Permit("decodes", 3, 17, givenBack::incrementAndGet);

    @Test
    void remembersHowMuchAndWhen() {
        assertEquals(3, permit.units());
        assertEquals(17, permit.takenNanos());
        assertEquals("3 of decodes", permit.toString());
    }

    @Test
    void givesBackOnce() {
        permit.close();
        permit.close();

        assertEquals(1, givenBack.get());
        assertEquals("3 of decodes, given back", permit.toString());
    }

    @Test
    void givesBackOnceWhenManyCloseTogether() throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        Thread[] threads = new Thread[16];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Thread.ofVirtual().start(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    return;
                }
                permit.close();
            });
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertEquals(1, givenBack.get());
    }

    @Test
    void standsForNothingWhereAGateIsOff() {
        Permit none = Permit.none();

        none.close();

        assertSame(none, Permit.none());
        assertEquals(0, none.units());
        assertEquals(0, none.takenNanos());
    }
}
