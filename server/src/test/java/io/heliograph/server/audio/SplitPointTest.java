package io.heliograph.server.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class SplitPointTest {

    @Test
    void cutsInTheMiddleOfTheQuietest30MillisecondsOfTheLastSecond() {
        float[] samples = Signals.noise(80_000, 1);
        Arrays.fill(samples, 70_000, 70_480, 0.001f);
        Arrays.fill(samples, 30_000, 31_000, 0);
        assertEquals(70_240, SplitPoint.in(AudioView.of(samples), 0));
    }

    @Test
    void searchesTheOverlapWhereItIsLongerThanASecond() {
        float[] samples = Signals.noise(160_000, 1);
        Arrays.fill(samples, 120_000, 120_480, 0);
        assertEquals(120_240, SplitPoint.in(AudioView.of(samples), 48_000));
    }

    @Test
    void searchesAtMostHalf() {
        float[] samples = Signals.noise(20_000, 1);
        Arrays.fill(samples, 5_000, 9_999, 0);
        Arrays.fill(samples, 15_000, 15_480, 0.01f);
        assertEquals(15_240, SplitPoint.in(AudioView.of(samples), 0));
    }

    @Test
    void takesTheLastOfEquallyQuietPlaces() {
        float[] samples = Signals.noise(40_000, 1);
        Arrays.fill(samples, 25_000, 26_000, 0);
        Arrays.fill(samples, 30_000, 31_000, 0);
        assertEquals(30_760, SplitPoint.in(AudioView.of(samples), 0));
        assertEquals(39_760, SplitPoint.in(AudioView.of(new float[40_000]), 0));
    }

    @Test
    void answersInPositionsOfTheStream() {
        float[] samples = Signals.noise(80_000, 1);
        Arrays.fill(samples, 70_000, 70_480, 0);
        assertEquals(70_240, SplitPoint.in(AudioView.of(samples).slice(40_000, 80_000), 0));
    }

    @Property(tries = 200)
    void makesProgressOnEveryLength(
            @ForAll @IntRange(max = 3_000) int length, @ForAll @IntRange(min = -1, max = 4_000) int overlap) {
        AudioView audio = AudioView.of(Signals.noise(length, length));
        long at = SplitPoint.in(audio, overlap);
        assertTrue(at <= length && (length == 0 || at >= Math.max(1, length / 2)), length + " is cut at " + at);
    }

    @Property(tries = 30)
    void findsWhatANaiveSearchFinds(@ForAll @IntRange(min = 2_000, max = 5_000) int length) {
        float[] samples = Signals.noise(length, length);
        int first = length - length / 2;
        double least = Double.MAX_VALUE;
        int at = 0;
        for (int start = first; start + 480 <= length; start++) {
            double energy = 0;
            for (int i = start; i < start + 480; i++) {
                energy += (double) samples[i] * samples[i];
            }
            if (energy < least) {
                least = energy;
                at = start;
            }
        }
        assertEquals(at + 240, SplitPoint.in(AudioView.of(samples), 0));
    }
}
