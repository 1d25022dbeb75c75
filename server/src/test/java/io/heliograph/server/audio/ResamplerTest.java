package io.heliograph.server.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResamplerTest {
    private static final int OUTPUT_HZ = 16_000;
    private static final double REJECTION = 1e-3; // 60 dB

    @ParameterizedTest
    @ValueSource(
            ints = {
                4_000, 7_919, 8_000, 11_025, 12_000, 15_999, 16_001, 22_050, 32_000, 44_099, 44_100, 48_000, 96_000,
                384_000
            })
    void rejectsAliasesAndImagesBy60Decibels(int rateHz) {
        for (double frequencyHz : sweep(rateHz)) {
            double residual = measure(frequencyHz, rateHz).residual;
            assertTrue(
                    residual < REJECTION,
                    () -> frequencyHz + " Hz at " + rateHz + " Hz leaves " + decibels(residual) + " dB");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4_000, 8_000, 11_025, 22_050, 44_099, 44_100, 48_000, 96_000, 384_000})
    void isFlatWithinHalfADecibelUpTo85PercentOfTheLowerNyquistFrequency(int rateHz) {
        double edgeHz = 0.85 * Math.min(rateHz, OUTPUT_HZ) / 2;
        for (int i = 1; i <= 20; i++) {
            double frequencyHz = edgeHz * i / 20;
            double gain = decibels(measure(frequencyHz, rateHz).gain);
            assertEquals(0, gain, 0.5, frequencyHz + " Hz at " + rateHz + " Hz");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4_000, 8_000, 11_025, 22_050, 44_099, 44_100, 48_000, 384_000})
    void movesNothingInTime(int rateHz) {
        // 0.001 rad at 1.2 kHz is 0.13 µs.
        assertEquals(0, measure(1_200, rateHz).phase, 1e-3);
        assertEquals(0, measure(311, rateHz).phase, 1e-3);
    }

    @ParameterizedTest
    @ValueSource(ints = {4_000, 8_000, 22_050, 44_099, 44_100, 48_000, 384_000})
    void keepsAConstantConstant(int rateHz) {
        float[] input = new float[rateHz / 10];
        Arrays.fill(input, 0.25f);
        float[] output = resample(input, rateHz);
        for (int i = output.length / 4; i < output.length * 3 / 4; i++) {
            assertEquals(0.25, output[i], 0.25 * REJECTION);
        }
    }

    @Test
    void putsAnImpulseWhereItWas() {
        float[] input = new float[4_800];
        input[3 * 700] = 1;
        float[] output = resample(input, 48_000);
        int loudest = 0;
        for (int i = 0; i < output.length; i++) {
            loudest = Math.abs(output[i]) > Math.abs(output[loudest]) ? i : loudest;
        }
        assertEquals(700, loudest);
        for (int i = 1; i < 50; i++) {
            assertEquals(output[700 - i], output[700 + i], 1e-7, "linear phase is symmetry");
        }
    }

    @Property(tries = 150)
    void dependsOnTheSamplesAndNotOnHowTheyWereCut(
            @ForAll("rates") int rateHz,
            @ForAll @IntRange(max = 6_000) int count,
            @ForAll @Size(min = 1, max = 20) List<@IntRange(max = 700) Integer> cuts) {
        float[] input = Signals.noise(count, count);
        Signals.Recording pieces = new Signals.Recording();
        Resampler resampler = Resampler.to16kHz(rateHz);
        for (int at = 0, i = 0; at < count; i++) {
            // At least one sample now and then, so that lists of zeros come to an end, too.
            int part = Math.min(count - at, i % 7 == 6 ? cuts.get(i % cuts.size()) + 1 : cuts.get(i % cuts.size()));
            resampler.accept(input, at, part, pieces);
            at += part;
        }
        resampler.finish(pieces);
        assertArrayEquals(resample(input, rateHz), pieces.samples(), 0);
        assertEquals(resampler.samplesOut(), pieces.samples().length);
    }

    @Property(tries = 300)
    void makesTheLengthRoundedHalfUp(@ForAll("rates") int rateHz, @ForAll @IntRange(max = 3_000) int count) {
        long expected = new BigDecimal(count)
                .multiply(BigDecimal.valueOf(OUTPUT_HZ))
                .divide(BigDecimal.valueOf(rateHz), 0, RoundingMode.HALF_UP)
                .longValueExact();
        assertEquals(expected, resample(new float[count], rateHz).length);
        assertEquals(expected, Resampler.outputSamples(count, rateHz, OUTPUT_HZ));
    }

    @Test
    void roundsHalfASampleUp() {
        assertEquals(1, resample(new float[3], 96_000).length);
        assertEquals(0, resample(new float[2], 96_000).length);
        assertEquals(2, resample(new float[9], 96_000).length);
    }

    @Test
    void passes16KilohertzThroughWithoutCopyOrDelay() {
        float[] input = Signals.noise(100, 1);
        List<Integer> counts = new ArrayList<>();
        Resampler resampler = Resampler.to16kHz(OUTPUT_HZ);
        resampler.accept(input, 10, 50, (samples, offset, count) -> {
            assertSame(input, samples);
            assertEquals(10, offset);
            counts.add(count);
        });
        assertEquals(List.of(50), counts);
        resampler.finish((samples, offset, count) -> counts.add(count));
        assertEquals(List.of(50), counts);
    }

    @Test
    void isAtMostSixMillisecondsBehindItsInput() {
        for (int rateHz : new int[] {4_000, 8_000, 44_100, 48_000, 384_000}) {
            Signals.Recording output = new Signals.Recording();
            Resampler.to16kHz(rateHz).accept(new float[rateHz], 0, rateHz, output);
            assertEquals(OUTPUT_HZ, output.samples().length, 0.006 * OUTPUT_HZ + 1, rateHz + " Hz");
        }
    }

    @Test
    void goesToOtherRatesThan16Kilohertz() {
        Signals.Recording output = new Signals.Recording();
        Resampler resampler = new Resampler(16_000, 44_100);
        float[] input = Signals.tone(1_000, 16_000, 3_200);
        resampler.accept(input, 0, input.length, output);
        resampler.finish(output);
        float[] expected = Signals.tone(1_000, 44_100, 8_820);
        assertEquals(expected.length, output.samples().length);
        for (int i = 500; i < 8_300; i++) {
            assertEquals(expected[i], output.samples()[i], 1e-3);
        }
    }

    @Test
    void refusesImpossibleRatesWithNumbers() {
        assertEquals(
                "sample rate 3999 Hz outside 4000 to 384000 Hz",
                assertThrows(IllegalArgumentException.class, () -> Resampler.to16kHz(3_999))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> Resampler.to16kHz(384_001));
        assertThrows(IllegalArgumentException.class, () -> new Resampler(16_000, 0));
    }

    @Test
    void takesNothingAfterTheEnd() {
        Signals.Recording output = new Signals.Recording();
        Resampler resampler = Resampler.to16kHz(8_000);
        resampler.accept(new float[80], 0, 80, output);
        resampler.finish(output);
        resampler.finish(output);
        assertEquals(160, output.samples().length);
        assertThrows(IllegalStateException.class, () -> resampler.accept(new float[1], 0, 1, output));
    }

    @Provide
    Arbitrary<Integer> rates() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        4_000, 8_000, 11_025, 15_999, 16_000, 16_001, 22_050, 44_099, 44_100, 48_000, 96_000, 384_000),
                Arbitraries.integers().between(4_000, 384_000));
    }

    private static List<Double> sweep(int rateHz) {
        double nyquistHz = rateHz / 2.0;
        List<Double> frequencies = new ArrayList<>();
        for (int i = 1; i < 40; i++) {
            frequencies.add(nyquistHz * i / 40);
        }
        // Close to the edge is where it is hard.
        for (double factor : new double[] {0.95, 0.99, 0.999, 1.001, 1.01, 1.03, 1.1, 1.5, 1.99}) {
            double frequencyHz = factor * Math.min(nyquistHz, 8_000);
            if (frequencyHz < nyquistHz) {
                frequencies.add(frequencyHz);
            }
        }
        return frequencies;
    }

    private static float[] resample(float[] input, int rateHz) {
        Signals.Recording output = new Signals.Recording();
        Resampler resampler = Resampler.to16kHz(rateHz);
        resampler.accept(input, 0, input.length, output);
        resampler.finish(output);
        return output.samples();
    }

    /**
     * Gain and phase of the tone itself, and the RMS of everything else, both relative to the tone that went in. Of a tone that the
     * output cannot hold everything is residual.
     */
    private record Response(double gain, double phase, double residual) {}

    private static Response measure(double frequencyHz, int rateHz) {
        float[] output = resample(Signals.tone(frequencyHz, rateHz, rateHz / 8), rateHz);
        // The ends, where the tone begins and stops, hold more than the tone.
        int from = output.length / 4;
        int to = output.length * 3 / 4;
        double ss = 0;
        double cc = 0;
        double sc = 0;
        double sy = 0;
        double cy = 0;
        for (int i = from; i < to; i++) {
            double angle = 2 * Math.PI * frequencyHz * i / OUTPUT_HZ;
            double s = Math.sin(angle);
            double c = Math.cos(angle);
            ss += s * s;
            cc += c * c;
            sc += s * c;
            sy += s * output[i];
            cy += c * output[i];
        }
        boolean possible = frequencyHz < OUTPUT_HZ / 2.0;
        double determinant = ss * cc - sc * sc;
        double a = possible ? (sy * cc - cy * sc) / determinant : 0;
        double b = possible ? (cy * ss - sy * sc) / determinant : 0;
        double rest = 0;
        for (int i = from; i < to; i++) {
            double angle = 2 * Math.PI * frequencyHz * i / OUTPUT_HZ;
            double error = output[i] - a * Math.sin(angle) - b * Math.cos(angle);
            rest += error * error;
        }
        double toneRms = 0.5 / Math.sqrt(2);
        return new Response(Math.hypot(a, b) / 0.5, Math.atan2(b, a), Math.sqrt(rest / (to - from)) / toneRms);
    }

    private static double decibels(double ratio) {
        return 20 * Math.log10(ratio);
    }
}
