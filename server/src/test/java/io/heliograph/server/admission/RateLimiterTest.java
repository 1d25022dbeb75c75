package io.heliograph.server.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.limits.BucketRate;
import io.heliograph.server.testing.FakeTicker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RateLimiterTest {
    private static final BucketRate OFF = new BucketRate(0, 0);

    private final FakeTicker ticker = new FakeTicker();

    private RateLimiter limiter(double perSecond, double capacity) {
        return new RateLimiter(new BucketRate(perSecond, capacity), OFF, ticker);
    }

    private static boolean passes(RateLimiter limiter, String key, double amount) {
        return limiter.take(key, amount).isEmpty();
    }

    @Test
    void threeOfSixPassWithABurstOfThreeAndOneMoreASecondLater() {
        RateLimiter limiter = limiter(1, 3);
        List<Boolean> passed = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            passed.add(passes(limiter, "k", 1));
        }
        ticker.advanceMillis(1000);
        passed.add(passes(limiter, "k", 1));
        assertEquals(List.of(true, true, true, false, false, false, true), passed);
    }

    @Test
    void askingOftenDoesNotDelayTheNextToken() {
        RateLimiter limiter = limiter(1, 1);
        assertTrue(passes(limiter, "k", 1));
        for (int i = 0; i < 999; i++) {
            ticker.advanceMillis(1);
            assertFalse(passes(limiter, "k", 1));
        }
        ticker.advanceMillis(1);
        assertTrue(passes(limiter, "k", 1));
    }

    @Test
    void anAmountAboveTheCapacityNeverPassesAndCostsNothing() {
        RateLimiter limiter = limiter(10, 3);
        assertFalse(passes(limiter, "k", 3.5));
        ticker.advanceMillis(3_600_000);
        assertFalse(passes(limiter, "k", 3.5));
        assertTrue(passes(limiter, "k", 3));
    }

    @Test
    void aRateOfZeroLetsEverythingPass() {
        RateLimiter limiter = limiter(0, 0);
        assertTrue(passes(limiter, "k", 1e12));
        assertEquals(0, limiter.clientCount());
    }

    @Test
    void newRatesApplyAtOnceAndKeepWhatFits() {
        RateLimiter limiter = limiter(1, 10);
        assertTrue(passes(limiter, "k", 4));
        ticker.advanceMillis(2000);
        limiter.swap(new BucketRate(2, 5), OFF);
        assertTrue(passes(limiter, "k", 5));
        assertFalse(passes(limiter, "k", 1));
        ticker.advanceMillis(500);
        assertTrue(passes(limiter, "k", 1));
        limiter.swap(new BucketRate(1, 100), OFF);
        assertFalse(passes(limiter, "k", 1));
    }

    @Test
    void timeBeforeASwapCountsAtTheOldRate() {
        RateLimiter limiter = limiter(1, 10);
        assertTrue(passes(limiter, "k", 10));
        ticker.advanceMillis(2000);
        limiter.swap(new BucketRate(1000, 1000), OFF);
        assertEquals(Optional.of(new RateLimiter.Refusal("k", new BucketRate(1000, 1000))), limiter.take("k", 3));
        assertTrue(passes(limiter, "k", 2));
    }

    @Test
    void switchingOffForgetsDebts() {
        RateLimiter limiter = limiter(1, 2);
        assertTrue(passes(limiter, "k", 2));
        limiter.swap(OFF, OFF);
        limiter.swap(new BucketRate(1, 2), OFF);
        assertTrue(passes(limiter, "k", 2));
    }

    @Test
    void theLeastRecentlyUsedOfTenThousandKeysGoes() {
        RateLimiter limiter = limiter(0.001, 1);
        for (int i = 0; i < KeyedBuckets.MAX_KEYS; i++) {
            assertTrue(passes(limiter, "k" + i, 1));
        }
        assertFalse(passes(limiter, "k0", 1));
        assertTrue(passes(limiter, "one more", 1));
        assertEquals(KeyedBuckets.MAX_KEYS, limiter.clientCount());
        assertFalse(passes(limiter, "k0", 1), "was used lately");
        assertFalse(passes(limiter, "k2", 1), "was not the oldest");
        assertTrue(passes(limiter, "k1", 1), "was the oldest and begins anew");
    }

    @Test
    void aKeyIdleForMoreThanFiveMinutesBeginsAnew() {
        RateLimiter limiter = limiter(0.001, 1);
        assertTrue(passes(limiter, "k", 1));
        ticker.advanceMillis(300_000);
        assertFalse(passes(limiter, "k", 1));
        ticker.advanceMillis(300_001);
        assertTrue(passes(limiter, "other", 1));
        assertEquals(1, limiter.clientCount());
        assertTrue(passes(limiter, "k", 1));
    }

    @Test
    void whoIsInAGroupNeedsBothBucketsAndARefusalTakesFromNeither() {
        RateLimiter limiter = new RateLimiter(new BucketRate(1, 2), new BucketRate(1, 3), ticker);
        Optional<String> group = Optional.of("g");
        assertTrue(limiter.take("a", group, 2).isEmpty());
        assertEquals("a", limiter.take("a", group, 1).orElseThrow().key());
        assertEquals("g", limiter.take("b", group, 2).orElseThrow().key());
        assertTrue(limiter.take("b", group, 1).isEmpty(), "the refusals cost the group nothing");
        assertTrue(limiter.take("b", 1).isEmpty(), "the group's refusal cost the client nothing");
        assertEquals(2, limiter.clientCount());
    }

    @Test
    void aRefusedNewKeyTakesNoRoom() {
        RateLimiter limiter = new RateLimiter(new BucketRate(1, 2), new BucketRate(1, 1), ticker);
        Optional<String> group = Optional.of("g");
        assertTrue(limiter.take("a", group, 1).isEmpty());
        for (int i = 0; i < 100; i++) {
            assertTrue(limiter.take("k" + i, group, 1).isPresent());
        }
        assertEquals(1, limiter.clientCount());
    }

    @Test
    void threadsTogetherGetNoMoreThanTheBurst() throws InterruptedException {
        RateLimiter limiter = limiter(1, 100);
        CountDownLatch start = new CountDownLatch(1);
        AtomicInteger passed = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                for (int j = 0; j < 50; j++) {
                    passed.addAndGet(passes(limiter, "k", 1) ? 1 : 0);
                }
            }));
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(100, passed.get());
    }
}
