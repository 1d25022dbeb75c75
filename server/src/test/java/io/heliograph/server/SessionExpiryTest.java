package io.heliograph.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SessionExpiryTest {

    /** Milliseconds that a session has until a stream must have claimed it, and from one look to the next. */
    @ParameterizedTest
    @CsvSource({"0, 1000", "-1, 1000", "1, 50", "400, 100", "4000, 1000", "60000, 1000"})
    void looksComeFourInTheTimeThatASessionHas(long timeoutMillis, long pauseMillis) {
        assertEquals(
                Duration.ofMillis(pauseMillis),
                SessionExpiry.pause(Duration.ofMillis(timeoutMillis).toNanos()));
    }
}
