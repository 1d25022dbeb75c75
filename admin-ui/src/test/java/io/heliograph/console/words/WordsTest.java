package io.heliograph.console.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class WordsTest {

    @Test
    void aShareIsNeverRoundedUpToAll() {
        assertEquals("99.99 %", Words.percent(0.999_999, 2));
        assertEquals("100 %", Words.percent(1, 2));
        assertEquals("0.5 %", Words.percent(0.005, 1));
        assertEquals("97.2 %", Words.percent(0.972, 2));
        assertEquals(Words.NONE, Words.percent(Double.NaN, 1));
    }

    @Test
    void timesHaveTheUnitThatFits() {
        assertEquals("480 ms", Words.seconds(0.48));
        assertEquals("1.5 s", Words.seconds(1.5));
        assertEquals(Words.NONE, Words.seconds(Double.NaN));
        assertEquals("59 s", Words.span(59.9));
        assertEquals("1 min 0 s", Words.span(60));
        assertEquals("2 h 5 min", Words.span(7_500));
        assertEquals("1 d 1 h", Words.span(90_000));
    }

    @Test
    void sizesHaveTheUnitThatFits() {
        assertEquals("1023 B", Words.bytes(1_023));
        assertEquals("1 KiB", Words.bytes(1_024));
        assertEquals("1.5 MiB", Words.bytes(1_572_864));
        assertEquals("64 MiB", Words.bytes(64L << 20));
    }

    @Test
    void oneIsNotMany() {
        assertEquals("1 session", Words.count(1, "session"));
        assertEquals("0 sessions", Words.count(0, "session"));
    }
}
