package io.heliograph.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SessionExpiryTest {

    /** Milliseconds that a session has until a stream must have claimed it, and from one look to the next. */
    @ParameterizedTest
    @CsvSource({
        "0, false, 1000",
        "-1, false, 1000",
        "1, false, 50",
        "400, false, 100",
        "4000, false, 1000",
        "60000, false, 1000",
        "0, true, 15000",
        "400, true, 100",
        "8000, true, 2000",
        "60000, true, 15000"
    })
    void looksComeFourInTheTimeThatASessionHas(long timeoutMillis, boolean isIdle, long pauseMillis) {
        assertEquals(
                Duration.ofMillis(pauseMillis),
                SessionExpiry.pause(Duration.ofMillis(timeoutMillis).toNanos(), isIdle));
    }
}
