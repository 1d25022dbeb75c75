package io.heliograph.server.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class PcmIntakeTest {
    private static final List<Integer> RATES = List.of(4_000, 8_000, 11_025, 16_000, 44_099, 44_100, 48_000, 384_000);

    private final AudioBuffer buffer = new AudioBuffer();
    private final PcmIntake intake = new PcmIntake(buffer);

    @Test
    void readsLittleEndianAndScalesByTwoToThe15() {
        intake.accept(new byte[] {0, (byte) 0x80, (byte) 0xff, 0x7f, 1, 0, (byte) 0xff, (byte) 0xff}, 16_000, 0);
        assertArrayEquals(new float[] {-1f, 32767 / 32768f, 1 / 32768f, -1 / 32768f}, Signals.all(buffer), 0);
    }

    @Property(tries = 100)
    void makesTheSameOfTheSameBytesHoweverTheyAreCut(
            @ForAll("rates") int rateHz,
            @ForAll @IntRange(max = 9_000) int count,
            @ForAll("chunkSizes") List<Integer> sizes) {
        byte[] bytes = Signals.noiseBytes(count, count);
        AudioBuffer whole = buffered(bytes, rateHz, List.of(count + 1));
        AudioBuffer pieces = buffered(bytes, rateHz, sizes);
        assertArrayEquals(Signals.all(whole), Signals.all(pieces), 0);
        assertEquals(whole.bytes(0, whole.endSample()), pieces.bytes(0, pieces.endSample()));
        assertEquals(whole.bytes(0, whole.endSample() / 2), pieces.bytes(0, pieces.endSample() / 2));
    }

    @Test
    void takesTwoSecondChunksAndSingleBytesAlike() {
        byte[] bytes = Signals.noiseBytes(4 * 44_100 + 1, 3);
        AudioBuffer single = buffered(bytes, 44_100, List.of(1));
        assertArrayEquals(Signals.all(single), Signals.all(buffered(bytes, 44_100, List.of(2 * 2 * 44_100))), 0);
        assertEquals(32_000, single.endSample());
    }

    @Property(tries = 100)
    void keepsTheEndOfTheBufferOnTheAudioClockThroughEveryChangeOfRate(
            @ForAll("ratesAndSizes") List<List<Integer>> chunks) {
        AudioBuffer target = new AudioBuffer();
        PcmIntake mixed = new PcmIntake(target);
        double seconds = 0;
        long received = 0;
        int previousRateHz = 0;
        int odd = 0;
        for (List<Integer> chunk : chunks) {
            int rateHz = chunk.get(0);
            int size = chunk.get(1);
            odd = size > 0 && rateHz != previousRateHz ? 0 : odd;
            previousRateHz = size > 0 ? rateHz : previousRateHz;
            int samples = (size + odd) / 2;
            double expected = seconds + (double) samples / rateHz;
            assertEquals(size > 0 ? expected : seconds, mixed.secondsWith(size, rateHz), 1e-9);
            mixed.accept(new byte[size], rateHz, 0);
            seconds = size > 0 ? expected : seconds;
            odd = (size + odd) % 2;
            received += size;
            assertEquals(seconds, mixed.seconds(), 1e-9);
            assertTrue(target.endSample() <= seconds * 16_000 + 0.5 + 1e-6);
        }
        mixed.finish();
        assertEquals(seconds, mixed.seconds(), 1e-9);
        assertEquals(seconds * 16_000, (double) target.endSample(), 0.5 + 1e-6);
        assertEquals(received, target.receivedBytes());
        assertEquals(target.endSample() == 0 ? 0 : received, target.bytes(0, target.endSample()));
    }

    @Test
    void addsUpTheAudioClockExactly() {
        for (int i = 0; i < 10; i++) {
            intake.accept(new byte[1_600], 8_000, 0);
            intake.accept(new byte[3_200], 16_000, 0);
        }
        assertEquals(2.0, intake.seconds());
        intake.finish();
        assertEquals(2.0, intake.seconds());
        assertEquals(32_000, buffer.endSample());
    }

    @Test
    void roundsTheLengthOfOneRateLikeTheResampler() {
        for (int count = 0; count < 2_000; count++) {
            // Every sixth length at 96 kHz ends on half a sample.
            AudioBuffer single = buffered(new byte[2 * count], 96_000, List.of(4_000));
            assertEquals(Resampler.outputSamples(count, 96_000, 16_000), single.endSample(), count + " samples");
        }
    }

    @Test
    void losesNoTimeToAThousandTinyPiecesOfAlternatingRates() {
        // One sample at 48 kHz is a third of a sample: rounded alone, all of them would vanish.
        for (int i = 0; i < 999; i++) {
            intake.accept(new byte[2], i % 2 == 0 ? 48_000 : 96_000, 0);
        }
        intake.finish();
        assertEquals(Math.round((500 / 48_000.0 + 499 / 96_000.0) * 16_000), buffer.endSample());
        assertEquals(1_998, buffer.bytes(0, buffer.endSample()));
    }

    @Test
    void keepsAToneInPlaceAcrossAChangeOfRate() {
        accept(Signals.tone(500, 48_000, 24_000), 48_000);
        float[] later = Signals.tone(500, 8_000, 8_000);
        accept(Arrays.copyOfRange(later, 4_000, 8_000), 8_000);
        intake.finish();
        float[] expected = Signals.tone(500, 16_000, 16_000);
        float[] actual = Signals.all(buffer);
        assertEquals(16_000, actual.length);
        for (int i = 100; i < 15_900; i++) {
            // Within 3 ms of the seam each side sees silence beyond it.
            if (Math.abs(i - 8_000) > 48) {
                assertEquals(expected[i], actual[i], 2e-3, "sample " + i);
            }
        }
    }

    @Test
    void putsAnOddByteBeforeTheNextChunkOfTheSameRate() {
        intake.accept(new byte[] {1, 2, 3}, 16_000, 0);
        intake.accept(new byte[0], 8_000, 0);
        intake.accept(new byte[] {4}, 16_000, 0);
        assertArrayEquals(new float[] {0x0201 / 32768f, 0x0403 / 32768f}, Signals.all(buffer), 0);
    }

    @Test
    void dropsAnOddByteWhenTheRateChanges() {
        intake.accept(new byte[] {1, 2, 3}, 16_000, 0);
        intake.accept(new byte[] {5, 6}, 8_000, 0);
        intake.accept(new byte[] {7, 8}, 16_000, 0);
        intake.finish();
        float[] samples = Signals.all(buffer);
        assertEquals(4, samples.length);
        assertEquals(0x0201 / 32768f, samples[0]);
        assertEquals(0x0807 / 32768f, samples[3]);
        assertEquals(7, buffer.bytes(0, 4));
    }

    @Test
    void consumesABufferWithoutTouchingTheRestOfIt() {
        ByteBuffer bytes =
                ByteBuffer.wrap(new byte[] {9, 9, 1, 0, 9, 9}).position(2).limit(4);
        intake.accept(bytes.asReadOnlyBuffer(), 16_000, 0);
        assertArrayEquals(new float[] {1 / 32768f}, Signals.all(buffer), 0);
        intake.accept(bytes, 16_000, 0);
        assertFalse(bytes.hasRemaining());
        assertEquals(2, buffer.endSample());
    }

    @Test
    void countsWhatAChunkWouldMakeOfTheClock() {
        intake.accept(new byte[3], 16_000, 0);
        assertEquals(1 / 16_000.0, intake.seconds());
        assertEquals(2 / 16_000.0, intake.secondsWith(1, 16_000));
        assertEquals(1 / 16_000.0, intake.secondsWith(1, 8_000));
        assertEquals(1 + 1 / 16_000.0, intake.secondsWith(88_200, 44_100));
    }

    @Test
    void refusesImpossibleRatesAndStaysAsItWas() {
        intake.accept(new byte[3], 16_000, 0);
        assertThrows(IllegalArgumentException.class, () -> intake.accept(new byte[2], 3_999, 0));
        assertThrows(IllegalArgumentException.class, () -> intake.accept(new byte[0], 384_001, 0));
        assertThrows(IllegalArgumentException.class, () -> intake.secondsWith(2, -1));
        intake.accept(new byte[1], 16_000, 0);
        assertEquals(2, buffer.endSample());
    }

    @Test
    void goesOnAfterAFlush() {
        intake.accept(new byte[1_600], 8_000, 0);
        intake.finish();
        intake.finish();
        assertEquals(1_600, buffer.endSample());
        intake.accept(new byte[1_600], 8_000, 0);
        intake.finish();
        assertEquals(3_200, buffer.endSample());
        assertEquals(1_600, buffer.bytes(0, 1_600));
        assertEquals(1_600, buffer.bytes(1_600, 3_200));
    }

    @Provide
    Arbitrary<Integer> rates() {
        return Arbitraries.of(RATES);
    }

    @Provide
    Arbitrary<List<Integer>> chunkSizes() {
        return Arbitraries.oneOf(
                        Arbitraries.of(0, 1, 2, 3, 511, 512, 2_047, 2_048, 2_049),
                        Arbitraries.integers().between(0, 5_000))
                .list()
                .ofMinSize(1)
                .ofMaxSize(12)
                .filter(sizes -> sizes.stream().anyMatch(size -> size > 0));
    }

    @Provide
    Arbitrary<List<List<Integer>>> ratesAndSizes() {
        return rates().flatMap(rate -> Arbitraries.integers().between(0, 3_000).map(size -> List.of(rate, size)))
                .list()
                .ofMaxSize(30);
    }

    private void accept(float[] samples, int rateHz) {
        byte[] bytes = new byte[2 * samples.length];
        for (int i = 0; i < samples.length; i++) {
            int value = Math.round(samples[i] * 32767);
            bytes[2 * i] = (byte) value;
            bytes[2 * i + 1] = (byte) (value >> 8);
        }
        intake.accept(bytes, rateHz, 0);
    }

    /** Feeds the bytes in chunks of the sizes, over and over. */
    private static AudioBuffer buffered(byte[] bytes, int rateHz, List<Integer> sizes) {
        AudioBuffer target = new AudioBuffer();
        PcmIntake pieces = new PcmIntake(target);
        for (int at = 0, i = 0; at < bytes.length; i++) {
            int size = Math.min(sizes.get(i % sizes.size()), bytes.length - at);
            pieces.accept(ByteBuffer.wrap(bytes, at, size), rateHz, i);
            at += size;
        }
        pieces.finish();
        return target;
    }
}
