package io.heliograph.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SessionExpiryTest {

    /** Milliseconds that a session has, that the oldest has left (−1 = there is none), and until the next look. */
    @ParameterizedTest
    @CsvSource({
        "60000, -1, 15000", // nobody is there
        "400, -1, 400", // whoever comes now is due then
        "60000, 60000, 15000",
        "60000, 22500, 15000",
        "60000, 15000, 12500", // the longest pause may end seven seconds late
        "60000, 12000, 9500",
        "60000, 5500, 3000", // never much too late, although long pauses are coarse
        "60000, 5000, 2500",
        "60000, 700, 700",
        "60000, 0, 50"
    })
    void theNextLookIsWhenTheNextSessionIsDue(long lifeMillis, long leftMillis, long pauseMillis) {
        long left = leftMillis < 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(leftMillis);
        assertEquals(
                Duration.ofMillis(pauseMillis), SessionExpiry.pause(TimeUnit.MILLISECONDS.toNanos(lifeMillis), left));
    }
}
