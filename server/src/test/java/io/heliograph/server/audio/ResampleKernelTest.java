package io.heliograph.server.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class ResampleKernelTest {

    @Test
    void interpolatesWhatExactRowsWouldGive() {
        // 44 100 Hz to 16 kHz has exact rows, to 16 001 Hz a grid; at phase 0 and nearby ratios they are the same
        // filter.
        ResampleKernel exact = ResampleKernel.between(44_100, 16_000);
        ResampleKernel grid = ResampleKernel.between(44_099, 16_000);
        assertEquals(160, exact.phases());
        assertEquals(16_000, grid.phases());
        assertEquals(exact.taps(), grid.taps());
        float[] samples = Signals.noise(exact.taps(), 7);
        for (int phase = 0; phase < 160; phase++) {
            assertEquals(exact.output(samples, 0, phase), grid.output(samples, 0, phase * 100), 3e-4, "phase " + phase);
        }
    }

    @Test
    void sharesTheManyRowsOfCommonRates() {
        assertSame(ResampleKernel.between(44_100, 16_000), ResampleKernel.between(44_100, 16_000));
        assertNotSame(ResampleKernel.between(44_100, 16_000), ResampleKernel.between(44_100, 48_000));
    }

    @Test
    void keepsAtMost64KibibytesForOneStreamAtAnyRatio() {
        for (int rateHz = 4_000; rateHz <= 384_000; rateHz += 37) {
            ResampleKernel kernel = ResampleKernel.between(rateHz, 16_000);
            assertTrue(kernel.weights() <= 16_384, rateHz + " Hz keeps " + kernel.weights());
        }
    }

    @Test
    void hasWholeGroupsOfTapsThatReach24SamplesOfTheLowerRate() {
        assertEquals(48, ResampleKernel.between(8_000, 16_000).taps());
        assertEquals(144, ResampleKernel.between(48_000, 16_000).taps());
        assertEquals(136, ResampleKernel.between(44_100, 16_000).taps());
    }
}
