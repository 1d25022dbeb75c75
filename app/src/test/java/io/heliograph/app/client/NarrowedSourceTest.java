package io.heliograph.app.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class NarrowedSourceTest {
    private static final double LEVEL = 9_000;

    @Test
    void aToneIsTheSameToneAtALowerRate() throws IOException {
        for (int rateHz : new int[] {22_050, 44_100, 48_000, 96_000}) {
            PcmSource narrowed = NarrowedSource.of(new Bytes(rateHz, tone(rateHz, rateHz)));
            assertEquals(16_000, narrowed.sampleRateHz());
            assertEquals(16_000, narrowed.totalSamples().orElseThrow());
            byte[] made = new byte[40_000];
            assertEquals(32_000, narrowed.read(made));
            assertEquals(0, narrowed.read(new byte[2]));
            byte[] expected = tone(16_000, 16_000);
            for (int i = 200; i < 15_800; i++) {
                assertEquals(sample(expected, i), sample(made, i), 0.07 * LEVEL, rateHz + " Hz, sample " + i);
            }
        }
    }

    @Test
    void howMuchIsReadAtOnceMakesNoDifference() throws IOException {
        byte[] whole = new byte[32_000];
        NarrowedSource.of(new Bytes(44_100, tone(44_100, 44_100))).read(whole);
        PcmSource again = NarrowedSource.of(new Bytes(44_100, tone(44_100, 44_100)));
        byte[] part = new byte[322];
        ByteBuffer together = ByteBuffer.allocate(32_000);
        for (int count = again.read(part); count > 0; count = again.read(part)) {
            together.put(part, 0, count);
        }
        assertEquals(ByteBuffer.wrap(whole), together.flip());
    }

    @Test
    void whatIsNoHigherStaysAsItIs() throws IOException {
        PcmSource source = new Bytes(16_000, new byte[10]);
        assertSame(source, NarrowedSource.of(source));
    }

    @Test
    void aRateThatCannotBeResampledIsRefusedWithTheNumbers() {
        IOException refused =
                assertThrows(IOException.class, () -> NarrowedSource.of(new Bytes(400_000, new byte[10])));
        assertEquals("sample rate 400000 Hz outside 4000 to 384000 Hz", refused.getMessage());
    }

    /** 440 Hz. */
    private static byte[] tone(int rateHz, int samples) {
        ByteBuffer pcm = ByteBuffer.allocate(2 * samples).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < samples; i++) {
            pcm.putShort((short) Math.round(LEVEL * Math.sin(2 * Math.PI * 440 * i / rateHz)));
        }
        return pcm.array();
    }

    /** Audio from memory. */
    private static final class Bytes implements PcmSource {
        private final int rateHz;
        private final ByteBuffer pcm;

        Bytes(int rateHz, byte[] pcm) {
            this.rateHz = rateHz;
            this.pcm = ByteBuffer.wrap(pcm);
        }

        @Override
        public int sampleRateHz() {
            return rateHz;
        }

        @Override
        public OptionalLong totalSamples() {
            return OptionalLong.of(pcm.capacity() / 2);
        }

        @Override
        public int read(byte[] target) {
            int count = Math.min(target.length, pcm.remaining());
            pcm.get(target, 0, count);
            return count;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private static int sample(byte[] pcm, int index) {
        return ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN).getShort(2 * index);
    }
}
