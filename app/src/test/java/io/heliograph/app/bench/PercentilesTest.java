package io.heliograph.app.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class PercentilesTest {
    private final Percentiles percentiles = new Percentiles();

    @Test
    void isTheNearestRankOfUnsortedSamples() {
        for (int sample : new int[] {50, 15, 40, 20, 35}) {
            percentiles.add(sample);
        }
        assertEquals(15, percentiles.at(0));
        assertEquals(20, percentiles.at(30));
        assertEquals(20, percentiles.at(40));
        assertEquals(35, percentiles.at(50));
        assertEquals(50, percentiles.at(95));
        assertEquals(50, percentiles.at(100));
        assertEquals(5, percentiles.count());
    }

    @Test
    void hasNoneWithoutSamples() {
        assertEquals(Double.NaN, percentiles.at(50));
    }
}
