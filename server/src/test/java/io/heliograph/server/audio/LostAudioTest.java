package io.heliograph.server.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Chunks of which only the end is kept. */
final class LostAudioTest {

    /** A chunk of so many bytes, of which so many at the end may be kept. */
    record Chunk(int bytes, int kept) {}

    @Property(tries = 300)
    void whatIsKeptStandsWhereItWasSpokenAndNothingElseCosts(@ForAll("chunks") List<Chunk> chunks) {
        AudioBuffer buffer = new AudioBuffer();
        PcmIntake intake = new PcmIntake(buffer);
        int total = chunks.stream().mapToInt(Chunk::bytes).sum();
        byte[] sent = Signals.noiseBytes(total, total);
        boolean[] kept = new boolean[total];
        int at = 0;
        int mayBeHeld = 0;
        for (Chunk chunk : chunks) {
            ByteBuffer pcm = ByteBuffer.wrap(sent, at, chunk.bytes());
            if (chunk.kept() < chunk.bytes()) {
                intake.acceptTail(pcm, 16_000, 0, chunk.kept());
            } else {
                intake.accept(pcm, 16_000, 0);
            }
            Arrays.fill(kept, at + chunk.bytes() - chunk.kept(), at + chunk.bytes(), true);
            at += chunk.bytes();
            mayBeHeld += chunk.kept();
            int samples = at / 2;
            assertEquals(samples / 16_000.0, intake.seconds(), 1e-9);
            assertEquals(samples, buffer.endSample());
            assertTrue(buffer.bufferedBytes() <= mayBeHeld, () -> "more than was allowed: " + buffer.bufferedBytes());
            assertTrue(buffer.bufferedBytes() >= mayBeHeld - chunks.size());
        }
        float[] held = Signals.all(buffer);
        for (int i = 0; i < held.length; i++) {
            short value = (short) ((sent[2 * i] & 0xff) | (sent[2 * i + 1] << 8));
            float original = value / 32_768f;
            if (kept[2 * i] && kept[2 * i + 1]) {
                assertEquals(original, held[i], "sample " + i);
            } else if (!kept[2 * i] && !kept[2 * i + 1]) {
                assertEquals(0, held[i], "sample " + i);
            }
        }
    }

    @Provide
    Arbitrary<List<Chunk>> chunks() {
        Arbitrary<Integer> share = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(2, Arbitraries.just(100)),
                net.jqwik.api.Tuple.of(2, Arbitraries.integers().between(0, 100)),
                net.jqwik.api.Tuple.of(1, Arbitraries.just(0)));
        return Combinators.combine(Arbitraries.integers().between(1, 9_001), share)
                .as((bytes, percent) -> new Chunk(bytes, bytes * percent / 100))
                .list()
                .ofMaxSize(8);
    }

    @Test
    void theClockRunsOnAtEveryRate() {
        for (int rate : List.of(4_000, 11_024, 44_100, 384_000)) {
            AudioBuffer buffer = new AudioBuffer();
            PcmIntake intake = new PcmIntake(buffer);
            intake.accept(new byte[rate], rate, 1);
            intake.acceptTail(ByteBuffer.wrap(new byte[2 * rate]), rate, 2, rate / 2);
            intake.finish();
            assertEquals(24_000, buffer.endSample(), "at " + rate + " Hz");
            assertEquals(1.5, intake.seconds(), 1e-9);
            assertTrue(Math.abs(rate + rate / 2 - buffer.bufferedBytes()) <= 1);
            assertEquals(0, buffer.bytes(8_100, 19_900), "lost audio costs nothing");
            assertEquals(2, buffer.arrivalNanos(10_000));
        }
    }

    @Test
    void hoursOfLostAudioTakeNextToNoMemory() {
        AudioBuffer buffer = new AudioBuffer();
        buffer.appendLost(3_600L * 16_000, 1);
        AudioView view = buffer.view(0, buffer.endSample());
        assertEquals(0, view.rms());
        buffer.append(new float[] {1}, 0, 1);
        assertEquals(0, AudioView.of(new float[1]).rms());
        assertEquals(0, buffer.view(0, 4_096).rms(), "the silent block is never written");
    }
}
