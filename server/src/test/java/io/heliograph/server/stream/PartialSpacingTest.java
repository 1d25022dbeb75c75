package io.heliograph.server.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class PartialSpacingTest {
    private static final long SECOND = 1_000_000_000L;

    private final PartialSpacing spacing = new PartialSpacing();

    @Test
    void withoutLoadItIsTheIntervalExactly() {
        assertEquals(24_000, spacing.samples(24_000));
        spacing.took(SECOND / 10);
        assertEquals(24_000, spacing.samples(24_000));
        spacing.took(3 * SECOND / 4);
        assertEquals(24_000, spacing.samples(24_000));
        assertEquals(1, spacing.ratio());
    }

    @Test
    void aSlowPartialPutsTheNextOffByTwiceItsTime() {
        spacing.took(2 * SECOND);
        assertEquals(64_000, spacing.samples(24_000));
        assertEquals(64_000 / 24_000.0, spacing.ratio());
    }

    @Test
    void tenIntervalsAreTheMostAndAFastOneEndsTheStretch() {
        spacing.took(60 * SECOND);
        assertEquals(240_000, spacing.samples(24_000));
        spacing.took(SECOND / 5);
        assertEquals(24_000, spacing.samples(24_000));
    }
}
