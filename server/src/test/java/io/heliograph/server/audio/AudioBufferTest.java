package io.heliograph.server.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class AudioBufferTest {
    private static final float[] NOISE = Signals.noise(30 * 6_000, 5);

    private final AudioBuffer buffer = new AudioBuffer();

    @Property(tries = 100)
    void holdsWhatWasAppendedBehindWhatWasDiscarded(
            @ForAll @Size(max = 30) List<@IntRange(max = 6_000) Integer> appends,
            @ForAll @IntRange(max = 100) int keepPercent) {
        AudioBuffer held = new AudioBuffer();
        int end = 0;
        for (int count : appends) {
            held.received(2 * count, 16_000, end);
            held.append(NOISE, end, count);
            end += count;
            held.discardBefore(held.endSample() - (held.endSample() - held.startSample()) * keepPercent / 100);
            assertEquals(end, held.endSample());
            assertArrayEquals(Arrays.copyOfRange(NOISE, (int) held.startSample(), end), Signals.all(held), 0);
            assertTrue(held.blockCount() <= (end - held.startSample()) / AudioView.BLOCK_SAMPLES + 2);
            assertEquals(2 * (end - held.startSample()), held.bufferedBytes());
        }
    }

    @Property(tries = 100)
    void addsUpToTheWholeHoweverItIsParted(
            @ForAll("chunks") List<Chunk> chunks, @ForAll @Size(max = 10) List<@IntRange(max = 100) Integer> percents) {
        AudioBuffer held = new AudioBuffer();
        PcmIntake intake = new PcmIntake(held);
        for (Chunk chunk : chunks) {
            intake.accept(new byte[chunk.bytes], chunk.rateHz, 0);
            assertTrue(held.bytes(0, held.endSample()) <= held.receivedBytes());
        }
        intake.finish();
        long end = held.endSample();
        long[] borders = percents.stream()
                .mapToLong(percent -> end * percent / 100)
                .sorted()
                .toArray();
        long sum = 0;
        long from = 0;
        for (long border : borders) {
            long part = held.bytes(from, border);
            assertTrue(part >= 0);
            sum += part;
            from = border;
        }
        sum += held.bytes(from, end);
        assertEquals(end == 0 ? 0 : held.receivedBytes(), sum);
        assertEquals(held.receivedBytes(), held.bufferedBytes());
    }

    @Test
    void showsAViewWithoutCopying() {
        append(Signals.noise(10_000, 1));
        AudioView view = buffer.view(4_000, 9_000);
        assertEquals(4_000, view.startSample());
        assertEquals(9_000, view.endSample());
        assertArrayEquals(read(4_000, 5_000), copy(view), 0);
        assertEquals(0, buffer.view(10_000, 10_000).length());
    }

    @Test
    void keepsAViewValidAfterADiscard() {
        append(Signals.noise(20_000, 2));
        AudioView view = buffer.view(5_000, 12_500);
        float[] before = copy(view);
        buffer.discardBefore(20_000);
        append(Signals.noise(20_000, 3));
        assertArrayEquals(before, copy(view), 0);
        assertArrayEquals(Arrays.copyOfRange(before, 1_000, 4_500), copy(view.slice(6_000, 9_500)), 0);
    }

    @Test
    void freesABlockAsSoonAsTheLastSampleOfItIsDiscarded() {
        append(new float[3 * AudioView.BLOCK_SAMPLES]);
        assertEquals(3, buffer.blockCount());
        buffer.discardBefore(AudioView.BLOCK_SAMPLES - 1);
        assertEquals(3, buffer.blockCount());
        buffer.discardBefore(AudioView.BLOCK_SAMPLES);
        assertEquals(2, buffer.blockCount());
        buffer.discardBefore(buffer.endSample());
        assertEquals(0, buffer.blockCount());
    }

    @Test
    void refusesWhatItDoesNotHoldWithNumbers() {
        append(new float[100]);
        buffer.discardBefore(10);
        assertEquals(
                "samples 9 to 50 asked for, 10 to 100 held",
                assertThrows(IndexOutOfBoundsException.class, () -> buffer.view(9, 50))
                        .getMessage());
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.view(10, 101));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.view(20, 19));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.read(90, new float[20], 0, 11));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.bytes(9, 20));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.arrivalNanos(100));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.discardBefore(101));
        buffer.discardBefore(5);
        assertEquals(10, buffer.startSample());
    }

    @Nested
    class Bytes {
        @Test
        void honoursTheRateOfEveryStretch() {
            PcmIntake intake = new PcmIntake(buffer);
            intake.accept(new byte[2 * 48_000], 48_000, 0);
            intake.accept(new byte[2 * 8_000], 8_000, 0);
            intake.accept(new byte[2 * 16_000], 16_000, 0);
            intake.finish();
            assertEquals(96_000, buffer.bytes(0, 16_000));
            assertEquals(16_000, buffer.bytes(16_000, 32_000));
            assertEquals(32_000, buffer.bytes(32_000, 48_000));
            assertEquals(9_600, buffer.bytes(0, 1_600));
            assertEquals(4_000 + 16_000, buffer.bytes(28_000, 40_000));
            assertEquals(144_000, buffer.bufferedBytes());
            buffer.discardBefore(32_000);
            assertEquals(32_000, buffer.bufferedBytes());
            assertEquals(144_000, buffer.receivedBytes());
        }

        @Test
        void neverCountsMoreThanWasReceived() {
            buffer.received(10, 16_000, 0);
            buffer.append(new float[100], 0, 100);
            assertEquals(10, buffer.bytes(0, 100));
            assertEquals(4, buffer.bytes(0, 2));
        }

        @Test
        void freesExactlyTheMissingSamplesFromTheHead() {
            PcmIntake intake = new PcmIntake(buffer);
            intake.accept(new byte[32_000], 16_000, 0);
            assertEquals(500, buffer.endOfHead(1_000));
            assertEquals(501, buffer.endOfHead(1_001));
            assertEquals(0, buffer.endOfHead(0));
            buffer.discardBefore(500);
            assertEquals(31_000, buffer.bufferedBytes());
            assertEquals(600, buffer.endOfHead(200));
            assertEquals(16_000, buffer.endOfHead(31_001));
        }

        @Test
        void countsWhatTheResamplerHoldsBackAsBuffered() {
            PcmIntake intake = new PcmIntake(buffer);
            intake.accept(new byte[960], 48_000, 0);
            assertTrue(buffer.bytes(0, buffer.endSample()) < 960);
            assertEquals(960, buffer.bufferedBytes());
            intake.finish();
            assertEquals(960, buffer.bytes(0, buffer.endSample()));
        }
    }

    @Nested
    class Arrivals {
        @Test
        void knowsWhichChunkBroughtASample() {
            PcmIntake intake = new PcmIntake(buffer);
            for (int chunk = 0; chunk < 10; chunk++) {
                intake.accept(new byte[640], 16_000, 1_000 + chunk);
            }
            for (int position = 0; position < 3_200; position++) {
                assertEquals(1_000 + position / 320, buffer.arrivalNanos(position));
            }
            buffer.discardBefore(500);
            assertEquals(1_001, buffer.arrivalNanos(500));
        }

        @Test
        void mergesTinyChunksUnderTheTimeOfTheLast() {
            PcmIntake intake = new PcmIntake(buffer);
            for (int chunk = 0; chunk < 320; chunk++) {
                intake.accept(new byte[2], 16_000, chunk);
            }
            assertEquals(159, buffer.arrivalNanos(0));
            assertEquals(159, buffer.arrivalNanos(159));
            assertEquals(319, buffer.arrivalNanos(160));
        }

        @Test
        void doesNotMergeATinyChunkWithTheLongOneAfterAPause() {
            PcmIntake intake = new PcmIntake(buffer);
            intake.accept(new byte[2], 16_000, 0);
            intake.accept(new byte[6_400], 16_000, 5_000_000_000L);
            assertEquals(0, buffer.arrivalNanos(0));
            assertEquals(5_000_000_000L, buffer.arrivalNanos(1));
            assertEquals(5_000_000_000L, buffer.arrivalNanos(3_200));
        }

        @Test
        void staysSmallHoweverManyOneSampleChunksCome() {
            PcmIntake intake = new PcmIntake(buffer);
            ByteBuffer chunk = ByteBuffer.allocate(2);
            int samples = 600 * 16_000;
            for (int i = 0; i < samples; i++) {
                intake.accept(chunk.clear(), 16_000, i * 62_500L);
                if (i % 40_000 == 0) {
                    buffer.discardBefore(Math.max(0, buffer.endSample() - 16_000));
                    assertTrue(buffer.sideTableRows() <= 4 * 200, "rows " + buffer.sideTableRows());
                    assertTrue(buffer.blockCount() <= 5, "blocks " + buffer.blockCount());
                }
            }
            assertEquals(600, intake.seconds());
            assertEquals(samples, buffer.endSample());
            assertEquals(2L * samples, buffer.receivedBytes());
        }

        @Test
        void staysSmallWhenEveryChunkChangesTheRate() {
            PcmIntake intake = new PcmIntake(buffer);
            for (int i = 0; i < 20_000; i++) {
                intake.accept(new byte[2], i % 2 == 0 ? 8_000 : 48_000, i);
                buffer.discardBefore(Math.max(0, buffer.endSample() - 1_600));
                assertTrue(buffer.sideTableRows() <= 1_600 + 30, "rows " + buffer.sideTableRows());
            }
        }
    }

    @Provide
    Arbitrary<List<Chunk>> chunks() {
        return Combinators.combine(
                        Arbitraries.of(4_000, 8_000, 16_000, 44_099, 44_100, 384_000),
                        Arbitraries.integers().between(0, 2_000))
                .as(Chunk::new)
                .list()
                .ofMaxSize(20);
    }

    record Chunk(int rateHz, int bytes) {}

    private void append(float[] samples) {
        buffer.received(2 * samples.length, 16_000, 0);
        buffer.append(samples, 0, samples.length);
    }

    private float[] read(long from, int count) {
        float[] samples = new float[count];
        buffer.read(from, samples, 0, count);
        return samples;
    }

    private static float[] copy(AudioView view) {
        FloatBuffer target = FloatBuffer.allocate(view.length());
        view.copyTo(target);
        return target.array();
    }
}
