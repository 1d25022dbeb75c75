package io.heliograph.server.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WavWriterTest {
    @TempDir
    private Path folder;

    @Test
    void writesWhatTheReaderReads() throws IOException {
        Path path = folder.resolve("a.wav");
        try (WavWriter writer = WavWriter.create(path, 44_100)) {
            writer.write(ByteBuffer.wrap(new byte[] {1, 0, 2, 0}));
            writer.write(ByteBuffer.wrap(new byte[] {3, 0}));
            assertEquals(6, writer.dataBytes());
        }
        try (WavReader reader = new WavReader(Files.newInputStream(path))) {
            assertEquals(new WavFacts(44_100, 1, 16, WavEncoding.PCM, 6), reader.facts());
            assertArrayEquals(new short[] {1, 2, 3}, WavFixture.samples(reader));
            assertFalse(reader.isTruncated());
        }
    }

    @Test
    void writesTheHeaderToTheLetter() throws IOException {
        WavFixture expected = new WavFixture();
        expected.rateHz = 8_000;
        expected.data = new byte[] {5, 6};
        Path path = folder.resolve("b.wav");
        try (WavWriter writer = WavWriter.create(path, 8_000)) {
            writer.write(ByteBuffer.wrap(expected.data));
        }
        assertArrayEquals(expected.bytes(), Files.readAllBytes(path));
    }

    @Test
    void isReadableBeforeItIsClosed() throws IOException {
        Path path = folder.resolve("c.wav");
        try (WavWriter writer = WavWriter.create(path, 16_000)) {
            writer.write(ByteBuffer.wrap(new byte[] {1, 0}));
            try (WavReader reader = new WavReader(Files.newInputStream(path))) {
                assertTrue(reader.facts().frames().isEmpty());
                assertArrayEquals(new short[] {1}, WavFixture.samples(reader));
            }
            writer.writeSizes();
            writer.write(ByteBuffer.wrap(new byte[] {2, 0}));
            try (WavReader reader = new WavReader(Files.newInputStream(path))) {
                assertEquals(1, reader.facts().frames().orElseThrow());
            }
        }
        assertEquals(48, Files.size(path));
    }

    @Test
    void replacesAnOldFile() throws IOException {
        Path path = folder.resolve("d.wav");
        Files.write(path, new byte[1_000]);
        WavWriter.create(path, 16_000).close();
        assertEquals(WavWriter.HEADER_BYTES, Files.size(path));
    }

    @Test
    void mayBeClosedTwice() throws IOException {
        WavWriter writer = WavWriter.create(folder.resolve("e.wav"), 16_000);
        writer.close();
        writer.close();
    }

    @Test
    void refusesHalfASampleAndImpossibleSizes() throws IOException {
        try (WavWriter writer = WavWriter.create(folder.resolve("f.wav"), 16_000)) {
            assertThrows(IllegalArgumentException.class, () -> writer.write(ByteBuffer.allocate(3)));
            assertEquals(0, writer.dataBytes());
        }
        assertThrows(IllegalArgumentException.class, () -> WavWriter.create(folder.resolve("g.wav"), 0));
        assertThrows(IllegalArgumentException.class, () -> WavWriter.header(16_000, WavWriter.MAX_DATA_BYTES + 1));
        ByteBuffer largest = ByteBuffer.wrap(WavWriter.header(16_000, WavWriter.MAX_DATA_BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(0xFFFF_FFFEL, largest.getInt(4) & 0xFFFF_FFFFL);
    }
}
