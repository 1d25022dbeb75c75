package io.heliograph.server.audio;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The low-pass filter between two sample rates: for every phase (where between two input samples an output sample falls) a row of
 * weights for the input samples around it. All rates share one prototype, a Kaiser-windowed sinc measured in samples of the lower
 * rate, so the filter always sits just below the lower Nyquist frequency. Ratios with few phases have an exact row for each;
 * others have rows on a grid, between which the result is interpolated, so memory is the same for the nastiest of rates.
 *
 * <p>Kernels of common rates are shared and complete from the start. Others fill their rows when first used and are confined to
 * the stream's thread; the values are the same either way.
 */
final class ResampleKernel {
    /**
     * Reach of the prototype to either side, in samples of the lower rate. With the two constants below the response is −0.22 dB
     * at 0.85 and below −67 dB from 1.0 of the lower Nyquist frequency upwards (numerical evaluation of the continuous
     * prototype); 22 would save 8 % of the work and, with as much rejection, be −0.57 dB at 0.85.
     */
    private static final int REACH = 24;

    /** Kaiser's β for 68 dB: 0.1102 · (68 − 8.7). */
    private static final double KAISER_BETA = 6.53;

    /** The −6 dB point as a share of the lower Nyquist frequency, as high as 67 dB at 1.0 allow. */
    private static final double CUTOFF = 0.9125;

    /**
     * Steps per sample of the lower rate, of the prototype's table and of the grid of rows alike; linear interpolation between
     * them errs by π²/3 / 8 / 256², which is −104 dB.
     */
    private static final int TABLE_STEPS = 256;

    private static final float[] PROTOTYPE = prototype();

    /** Weights of one stream's own exact rows at most, 48 KiB: about what a grid needs at any ratio. */
    private static final int MAX_OWN_WEIGHTS = 2 * REACH * TABLE_STEPS;

    /** Rates of sound cards whose many phases are computed once for all streams: 460 KiB together. */
    private static final Map<Integer, ResampleKernel> SHARED_TO_16_KHZ = Stream.of(
                    11_025, 22_050, 44_100, 88_200, 176_400)
            .collect(Collectors.toUnmodifiableMap(Function.identity(), ResampleKernel::shared));

    private final int phases;
    private final int step;
    private final int halfTaps;
    private final double gain;

    /** Rows for the phases row / gridPhases; there is one more than that. */
    private final int gridPhases;

    private final float[] @Nullable [] rows;

    private ResampleKernel(int inputRateHz, int outputRateHz, boolean exact) {
        int divisor = greatestCommonDivisor(inputRateHz, outputRateHz);
        phases = outputRateHz / divisor;
        step = inputRateHz / divisor;
        gain = Math.min(1, (double) outputRateHz / inputRateHz);
        // A multiple of 4, for the unrolled sum in dot.
        halfTaps = ((int) Math.ceil(REACH / gain) + 3) & ~3;
        gridPhases = exact || phases * 2L * halfTaps <= MAX_OWN_WEIGHTS ? phases : (int) Math.ceil(gain * TABLE_STEPS);
        rows = new float[gridPhases + 1][];
    }

    /** The filter from one rate to another, both positive. */
    static ResampleKernel between(int inputRateHz, int outputRateHz) {
        ResampleKernel shared = outputRateHz == AudioView.SAMPLE_RATE_HZ ? SHARED_TO_16_KHZ.get(inputRateHz) : null;
        return shared != null ? shared : new ResampleKernel(inputRateHz, outputRateHz, false);
    }

    private static ResampleKernel shared(int inputRateHz) {
        ResampleKernel kernel = new ResampleKernel(inputRateHz, AudioView.SAMPLE_RATE_HZ, true);
        for (int row = 0; row < kernel.gridPhases; row++) {
            kernel.row(row);
        }
        return kernel;
    }

    /** Output samples fall on multiples of 1 / phases of an input sample. */
    int phases() {
        return phases;
    }

    /** Distance of two output samples, in 1 / phases of an input sample. */
    int step() {
        return step;
    }

    /** Input samples that an output sample is made of, a multiple of 8; half of them lie behind its position. */
    int taps() {
        return 2 * halfTaps;
    }

    /** Number of weights that are or will be kept. */
    int weights() {
        return rows.length * taps();
    }

    /**
     * An output sample.
     *
     * @param samples holds the input
     * @param from index of the first of the {@link #taps()} input samples around it
     * @param phase its position behind the last but half of them, in 1 / {@link #phases()} of an input sample
     */
    float output(float[] samples, int from, int phase) {
        if (gridPhases == phases) {
            return dot(row(phase), samples, from);
        }
        long scaled = (long) phase * gridPhases;
        int row = (int) (scaled / phases);
        float fraction = (float) (scaled % phases) / phases;
        float left = dot(row(row), samples, from);
        float right = dot(row(row + 1), samples, from);
        return left + fraction * (right - left);
    }

    private float[] row(int number) {
        float[] row = rows[number];
        if (row == null) {
            row = new float[taps()];
            fill(row, number);
            rows[number] = row;
        }
        return row;
    }

    private void fill(float[] row, int number) {
        double stepsPerUnit = gain * TABLE_STEPS / gridPhases;
        for (int tap = 0; tap < row.length; tap++) {
            long distance = (tap + 1L - halfTaps) * gridPhases - number;
            double at = Math.abs(distance) * stepsPerUnit;
            int index = (int) at;
            if (index < REACH * TABLE_STEPS) {
                double left = PROTOTYPE[index];
                row[tap] = (float) (gain * (left + (at - index) * (PROTOTYPE[index + 1] - left)));
            }
        }
    }

    /** The weighted sum of the samples from an index on, in an order that depends on nothing but the number of taps. */
    private static float dot(float[] row, float[] samples, int from) {
        // Eight sums that do not wait for each other; one sum would cost the latency of an addition per tap.
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        float e = 0;
        float f = 0;
        float g = 0;
        float h = 0;
        for (int tap = 0; tap < row.length; tap += 8) {
            int at = from + tap;
            a += row[tap] * samples[at];
            b += row[tap + 1] * samples[at + 1];
            c += row[tap + 2] * samples[at + 2];
            d += row[tap + 3] * samples[at + 3];
            e += row[tap + 4] * samples[at + 4];
            f += row[tap + 5] * samples[at + 5];
            g += row[tap + 6] * samples[at + 6];
            h += row[tap + 7] * samples[at + 7];
        }
        return ((a + b) + (c + d)) + ((e + f) + (g + h));
    }

    private static float[] prototype() {
        float[] table = new float[REACH * TABLE_STEPS + 1];
        for (int i = 0; i < table.length; i++) {
            double x = (double) i / TABLE_STEPS;
            double angle = Math.PI * CUTOFF * x;
            double sinc = i == 0 ? 1 : Math.sin(angle) / angle;
            double relative = x / REACH;
            double window = besselI0(KAISER_BETA * Math.sqrt(1 - relative * relative)) / besselI0(KAISER_BETA);
            table[i] = (float) (CUTOFF * sinc * window);
        }
        return table;
    }

    /** The modified Bessel function of the first kind and order 0, by its power series. */
    private static double besselI0(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > 1e-17 * sum; k++) {
            term *= (x / (2 * k)) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
