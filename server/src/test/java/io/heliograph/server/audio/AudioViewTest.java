package io.heliograph.server.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.FloatBuffer;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class AudioViewTest {

    @Property(tries = 200)
    void slicesLikeAnArray(
            @ForAll @IntRange(max = 13_000) int length,
            @ForAll @IntRange(max = 100) int fromPercent,
            @ForAll @IntRange(max = 100) int lengthPercent) {
        float[] samples = Signals.noise(length, length);
        int from = length * fromPercent / 100;
        int to = from + (length - from) * lengthPercent / 100;
        AudioView slice = AudioView.of(samples).slice(from, to);
        float[] expected = Arrays.copyOfRange(samples, from, to);
        FloatBuffer target = FloatBuffer.allocate(slice.length());
        slice.copyTo(target);
        assertArrayEquals(expected, target.array(), 0);
        assertEquals(from, slice.startSample());
        assertEquals(to, slice.endSample());
        double sum = 0;
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], slice.sample(i));
            sum += (double) expected[i] * expected[i];
        }
        assertEquals(expected.length == 0 ? 0 : Math.sqrt(sum / expected.length), slice.rms());
    }

    @Test
    void copiesWhatItIsMadeOf() {
        float[] samples = {0.5f, -0.5f};
        AudioView view = AudioView.of(samples);
        samples[0] = 0;
        assertEquals(0.5, view.rms());
        assertEquals(2 / 16_000.0, view.seconds());
    }

    @Test
    void slicesOnlyItself() {
        AudioView view = AudioView.of(new float[100]).slice(10, 90);
        assertThrows(IndexOutOfBoundsException.class, () -> view.slice(9, 20));
        assertThrows(IndexOutOfBoundsException.class, () -> view.slice(10, 91));
    }
}
