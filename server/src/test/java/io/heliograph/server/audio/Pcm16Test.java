package io.heliograph.server.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Pcm16Test {

    @Test
    void whatWas16BitsComesBackUnchanged() {
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
            assertEquals(sample, Pcm16.fromFloat(Pcm16.toFloat((short) sample)));
        }
    }

    /** The last column in sixteen-bit steps. */
    @ParameterizedTest
    @CsvSource({
        "0.4, 0",
        "0.6, 1",
        "-0.6, -1",
        "32767.4, 32767",
        "32768, 32767",
        "-32769, -32768",
        "1e30, 32767",
        "-1e30, -32768",
        "NaN, 0",
        "Infinity, 32767"
    })
    void isRoundedToTheNearestAndNoLouderThanFullScale(float steps, short expected) {
        assertEquals(expected, Pcm16.fromFloat(steps / 32_768));
    }
}
