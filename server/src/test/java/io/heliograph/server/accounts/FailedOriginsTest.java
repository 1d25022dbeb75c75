package io.heliograph.server.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.testing.FakeTicker;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FailedOriginsTest {
    private static final long MINUTE_MS = 60_000;

    private final FakeTicker ticker = new FakeTicker();
    private final FailedOrigins origins = new FailedOrigins(ticker);

    @Test
    void theFifthFailureLocksForFiveMinutesAndNoLonger() {
        for (int i = 1; i < 5; i++) {
            assertFalse(origins.failed("here"));
            assertEquals(Optional.empty(), origins.lockedFor("here"));
        }
        assertTrue(origins.failed("here"));
        assertEquals(Optional.of(Duration.ofMinutes(5)), origins.lockedFor("here"));
        assertEquals(Optional.empty(), origins.lockedFor("there"));
        ticker.advanceMillis(5 * MINUTE_MS - 1);
        assertEquals(Optional.of(Duration.ofMillis(1)), origins.lockedFor("here"));
        ticker.advanceMillis(1);
        assertEquals(Optional.empty(), origins.lockedFor("here"));
        assertFalse(origins.failed("here"));
    }

    @Test
    void failuresWhileItIsLockedDoNotProlongTheLock() {
        for (int i = 0; i < 5; i++) {
            origins.failed("here");
        }
        ticker.advanceMillis(4 * MINUTE_MS);
        assertFalse(origins.failed("here"));
        assertEquals(Optional.of(Duration.ofMinutes(1)), origins.lockedFor("here"));
    }

    @Test
    void failuresFarApartAreForgotten() {
        for (int i = 0; i < 20; i++) {
            assertFalse(origins.failed("here"), "failure " + i);
            ticker.advanceMillis(80_000);
        }
    }

    @Test
    void remembersTenThousandOriginsAndTheNewestOfMore() {
        for (int i = 0; i < 5; i++) {
            origins.failed("first");
        }
        for (int i = 0; i < FailedOrigins.MAX_ORIGINS - 1; i++) {
            origins.failed("origin " + i);
        }
        assertEquals(FailedOrigins.MAX_ORIGINS, origins.size());
        assertTrue(origins.lockedFor("first").isPresent());
        origins.failed("one more");
        assertEquals(FailedOrigins.MAX_ORIGINS, origins.size());
        assertTrue(origins.lockedFor("first").isEmpty());
    }

    @Test
    void endlessOriginsTakeNoEndlessMemory() {
        String endless = "x".repeat(100_000);
        for (int i = 0; i < 5; i++) {
            origins.failed(endless + i);
        }
        assertTrue(origins.lockedFor(endless).isPresent());
        assertEquals(1, origins.size());
    }

    @Test
    void whatIsOverIsForgottenWithTheNextFailure() {
        for (int i = 0; i < 100; i++) {
            origins.failed("origin " + i);
        }
        ticker.advanceMillis(5 * MINUTE_MS);
        origins.failed("late");
        assertEquals(1, origins.size());
    }
}
