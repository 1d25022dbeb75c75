package io.heliograph.server.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class WavReaderTest {
    private final WavFixture file = new WavFixture();

    @Nested
    class Encodings {
        @Test
        void readsPcmOfEveryWidth() throws IOException {
            pcm(8, new byte[] {0, (byte) 128, (byte) 255});
            assertArrayEquals(new short[] {-32768, 0, 32512}, file.samples());
            pcm(16, new byte[] {0, (byte) 0x80, 1, 0, (byte) 0xff, 0x7f});
            assertArrayEquals(new short[] {-32768, 1, 32767}, file.samples());
            pcm(24, new byte[] {0, 0, (byte) 0x80, 0, 1, 0, (byte) 0xff, (byte) 0xff, 0x7f});
            assertArrayEquals(new short[] {-32768, 1, 32767}, file.samples());
            pcm(32, new byte[] {0, 0, 0, (byte) 0x80, 0, 0, 1, 0, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f});
            assertArrayEquals(new short[] {-32768, 1, 32767}, file.samples());
        }

        @Test
        void readsFloatingPointAndClips() throws IOException {
            file.tag = 3;
            file.bits = 32;
            file.data = ByteBuffer.allocate(24)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(-1)
                    .putFloat(0.5f)
                    .putFloat(1.5f)
                    .putFloat(Float.NaN)
                    .putFloat(Float.NEGATIVE_INFINITY)
                    .putFloat(1 / 32768f)
                    .array();
            assertArrayEquals(new short[] {-32768, 16384, 32767, 0, -32768, 1}, file.samples());
            file.bits = 64;
            file.data = ByteBuffer.allocate(16)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putDouble(0.25)
                    .putDouble(-0.25)
                    .array();
            assertArrayEquals(new short[] {8192, -8192}, file.samples());
        }

        @Test
        void readsTheTelephonesEncodings() throws IOException {
            file.bits = 8;
            file.tag = 6;
            file.data = new byte[] {(byte) 0xD5, 0x55, (byte) 0xAA, 0x2A, (byte) 0x80};
            assertArrayEquals(new short[] {8, -8, 32256, -32256, 5504}, file.samples());
            file.tag = 7;
            file.data = new byte[] {(byte) 0xFF, 0x7F, (byte) 0x80, 0x00, (byte) 0xF0};
            assertArrayEquals(new short[] {0, 0, 32124, -32124, 120}, file.samples());
        }

        @Test
        void readsBigEndianFiles() throws IOException {
            file.magic = "RIFX";
            file.order = ByteOrder.BIG_ENDIAN;
            file.before = WavFixture.chunk("LIST", file.order, new byte[5]);
            file.data = new byte[] {1, 2, (byte) 0xff, (byte) 0xfe};
            assertArrayEquals(new short[] {0x0102, -2}, file.samples());
            pcm(24, new byte[] {1, 2, 0, (byte) 0xff, (byte) 0xfe, 0});
            assertArrayEquals(new short[] {0x0102, -2}, file.samples());
            file.extensibleTag = 1;
            assertArrayEquals(new short[] {0x0102, -2}, file.samples());
        }

        @Test
        void readsTheExtensibleFormat() throws IOException {
            file.extensibleTag = 3;
            file.bits = 32;
            file.data = ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(0.5f)
                    .array();
            assertArrayEquals(new short[] {16384}, file.samples());
            assertEquals(WavEncoding.FLOAT, file.open().facts().encoding());
        }

        @Test
        void mixesChannelsByTheirMean() throws IOException {
            file.channels = 3;
            file.data = new byte[] {3, 0, 6, 0, 0, 0, (byte) 0xff, 0x7f, (byte) 0xff, 0x7f, (byte) 0xff, 0x7f};
            assertArrayEquals(new short[] {3, 32767}, file.samples());
            file.channels = 10_000;
            file.data = new byte[40_000];
            Arrays.fill(file.data, (byte) 1);
            assertArrayEquals(new short[] {0x0101, 0x0101}, file.samples());
        }

        private void pcm(int bits, byte[] data) {
            file.bits = bits;
            file.data = data;
        }
    }

    @Nested
    class Chunks {
        @Test
        void skipsOtherChunksAndTheirPadding() throws IOException {
            file.before = concat(
                    WavFixture.chunk("LIST", file.order, new byte[20_001]),
                    WavFixture.chunk("fact", file.order, new byte[4]));
            file.data = new byte[] {1, 0};
            file.after = WavFixture.chunk("LIST", file.order, new byte[] {9, 9, 9});
            assertArrayEquals(new short[] {1}, file.samples());
        }

        @Test
        void readsToTheEndWhereTheSizeIsThatOfAPipe() throws IOException {
            file.data = new byte[] {1, 0, 2, 0};
            for (long size : new long[] {0, 0xFFFF_FFFFL}) {
                for (long container : new long[] {0, 36, 0xFFFF_FFFFL}) {
                    file.declaredBytes = size;
                    file.containerBytes = container;
                    assertArrayEquals(new short[] {1, 2}, file.samples());
                    WavReader reader = file.open();
                    assertTrue(reader.facts().frames().isEmpty());
                    assertTrue(reader.facts().seconds().isEmpty());
                    assertEquals(2, WavFixture.samples(reader).length);
                    assertEquals(2, reader.framesRead());
                    assertFalse(reader.isTruncated());
                }
            }
        }

        @Test
        void doesNotTakeWhatFollowsAnEmptyRecordingForAudio() throws IOException {
            file.after = WavFixture.chunk("LIST", file.order, new byte[10]);
            assertEquals(0, file.samples().length);
            assertEquals(0, file.open().facts().frames().orElseThrow());
        }

        @Test
        void reads64BitSizes() throws IOException {
            byte[] sizes = ByteBuffer.allocate(28)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(1_000)
                    .putLong(4)
                    .putLong(2)
                    .array();
            file.magic = "RF64";
            file.containerBytes = 0xFFFF_FFFFL;
            file.declaredBytes = 0xFFFF_FFFFL;
            file.before = WavFixture.chunk("ds64", file.order, sizes);
            file.data = new byte[] {1, 0, 2, 0};
            file.after = WavFixture.chunk("LIST", file.order, new byte[10]);
            assertArrayEquals(new short[] {1, 2}, file.samples());
            assertEquals(2, file.open().facts().frames().orElseThrow());
        }

        @Test
        void readsTruncatedAudioAsFarAsItGoes() throws IOException {
            file.data = new byte[] {1, 0, 2, 0};
            file.declaredBytes = 32_000;
            try (WavReader reader = file.open()) {
                assertEquals(1, reader.facts().seconds().orElseThrow());
                assertArrayEquals(new short[] {1, 2}, WavFixture.samples(reader));
                assertEquals(2, reader.framesRead());
                assertTrue(reader.isTruncated());
            }
        }

        @Test
        void leavesOutHalfAFrame() throws IOException {
            file.channels = 2;
            file.data = new byte[] {1, 0, 1, 0, 2, 0};
            file.declaredBytes = 0;
            file.containerBytes = 0;
            try (WavReader reader = file.open()) {
                assertArrayEquals(new short[] {1}, WavFixture.samples(reader));
                assertTrue(reader.isTruncated());
                assertEquals(-1, reader.read(new byte[2], 0, 2));
                assertTrue(reader.isTruncated());
            }
        }
    }

    @Nested
    class Streaming {
        @Test
        void readsFromAPipeThatTrickles() throws IOException {
            file.bits = 24;
            file.channels = 2;
            file.data = Signals.noiseBytes(6 * 3_000, 4);
            short[] expected = file.samples();
            assertArrayEquals(expected, WavFixture.samples(new WavReader(WavFixture.trickle(file.bytes()))));
            assertEquals(3_000, expected.length);
        }

        @Test
        void givesTheFirstSamplesBeforeTheLastHaveBeenWritten() throws IOException {
            file.data = new byte[20_000];
            file.declaredBytes = 0xFFFF_FFFFL;
            InputStream failing = new FilterInputStream(InputStream.nullInputStream()) {
                @Override
                public int read(byte[] target, int offset, int length) throws IOException {
                    throw new IOException("read too far");
                }
            };
            WavReader reader = new WavReader(new SequenceInputStream(new ByteArrayInputStream(file.bytes()), failing));
            assertEquals(1_000, reader.read(new byte[1_000], 0, 1_000));
        }

        @Test
        void staysInsideTheRoomGiven() throws IOException {
            file.data = new byte[] {1, 1, 2, 2, 3, 3};
            WavReader reader = file.open();
            byte[] target = new byte[8];
            assertEquals(4, reader.read(target, 2, 5));
            assertArrayEquals(new byte[] {0, 0, 1, 1, 2, 2, 0, 0}, target);
            assertThrows(IllegalArgumentException.class, () -> reader.read(target, 0, 1));
        }

        @Test
        void closesWhatItReads() throws IOException {
            boolean[] closed = {false};
            InputStream in = new ByteArrayInputStream(file.bytes()) {
                @Override
                public void close() {
                    closed[0] = true;
                }
            };
            new WavReader(in).close();
            assertTrue(closed[0]);
        }

        @Test
        void knowsTheFactsOfTheHeader() throws IOException {
            file.channels = 2;
            file.rateHz = 44_100;
            file.bits = 24;
            file.data = new byte[6 * 44_100];
            WavFacts facts = file.open().facts();
            assertEquals(new WavFacts(44_100, 2, 24, WavEncoding.PCM, 6 * 44_100), facts);
            assertEquals(44_100, facts.frames().orElseThrow());
            assertEquals(1, facts.seconds().orElseThrow());
        }
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
