package io.heliograph.server.audio;

import io.heliograph.server.time.Ticker;
import java.util.Arrays;
import java.util.Locale;

/**
 * What a sample of 16 kHz audio costs to make from other rates, and a one-sample chunk to take in: the work that every stream
 * causes whether anybody speaks or not. Prints the median of {@value #ROUNDS} rounds; run {@code main} from the test classes.
 *
 * <p>Nanoseconds per output sample, JDK 25.0, one of two shared cores of an Intel Xeon with AVX-512 (other work running), 2026-11:
 * 8 kHz 22; 16 kHz 0.1; 44.1 kHz 48; 48 kHz 49; 96 kHz 99; 44 099 Hz, interpolated between rows, 91; 383 983 Hz 597. A stream of 48
 * kHz thus costs 0.08 % of a core. Taking in one-sample chunks: 22 at 16 kHz, 93 at 48 kHz (31 per chunk).
 */
final class ResamplerBenchmark {
    private static final Ticker TICKER = Ticker.system();
    private static final int ROUNDS = 15;
    private static final int SECONDS = 20;

    private ResamplerBenchmark() {}

    public static void main(String[] arguments) {
        for (int rateHz : new int[] {8_000, 16_000, 44_100, 48_000, 96_000, 44_099, 383_983}) {
            report(rateHz + " Hz in 20 ms chunks", () -> resample(rateHz, rateHz / 50));
        }
        report("16000 Hz in one-sample chunks", () -> takeIn(16_000));
        report("48000 Hz in one-sample chunks", () -> takeIn(48_000));
    }

    private static void report(String name, Round round) {
        long[] nanos = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            nanos[i] = round.nanos();
        }
        Arrays.sort(nanos);
        double perSample = (double) nanos[ROUNDS / 2] / (SECONDS * AudioView.SAMPLE_RATE_HZ);
        System.out.printf(
                Locale.ROOT,
                "%-32s %8.1f ns per output sample, %6.3f %% of a core per stream%n",
                name,
                perSample,
                perSample * 1.6e-3);
    }

    private static long resample(int rateHz, int chunkSamples) {
        float[] chunk = Signals.noise(chunkSamples, 1);
        float[] keep = new float[1];
        Resampler resampler = Resampler.to16kHz(rateHz);
        long start = TICKER.nanos();
        for (long taken = 0; taken < (long) SECONDS * rateHz; taken += chunkSamples) {
            resampler.accept(chunk, 0, chunkSamples, (samples, offset, count) -> keep[0] += samples[offset]);
        }
        return TICKER.nanos() - start;
    }

    private static long takeIn(int rateHz) {
        AudioBuffer buffer = new AudioBuffer();
        PcmIntake intake = new PcmIntake(buffer);
        byte[] chunk = new byte[2];
        long start = TICKER.nanos();
        for (int i = 0; i < SECONDS * rateHz; i++) {
            intake.accept(chunk, rateHz, i);
            if (i % rateHz == 0) {
                buffer.discardBefore(buffer.endSample());
            }
        }
        return TICKER.nanos() - start;
    }

    /** One timed round. */
    private interface Round {
        long nanos();
    }
}
