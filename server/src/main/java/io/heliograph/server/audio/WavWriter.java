package io.heliograph.server.audio;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a WAVE file of 16-bit mono. The header holds the true sizes after {@link #writeSizes()} and after {@link #close()}; until
 * then it says that the audio goes on until the end of the file, which is just as readable. Used by one thread.
 */
public final class WavWriter implements Closeable {
    /** Bytes in front of the audio. */
    public static final int HEADER_BYTES = 44;

    /** What the 32-bit sizes of the format can hold, in whole samples. */
    static final long MAX_DATA_BYTES = 0xFFFF_FFFEL - (HEADER_BYTES - 8);

    private final SeekableByteChannel channel;
    private final int sampleRateHz;
    private long dataBytes;

    /** Starts a file in an empty channel, which is closed by {@link #close()}. */
    public WavWriter(SeekableByteChannel channel, int sampleRateHz) throws IOException {
        if (sampleRateHz < 1) {
            throw new IllegalArgumentException("sample rate " + sampleRateHz + " Hz");
        }
        this.channel = channel;
        this.sampleRateHz = sampleRateHz;
        writeSizes();
    }

    /** Starts a file, over an old one if there is. */
    public static WavWriter create(Path path, int sampleRateHz) throws IOException {
        SeekableByteChannel channel = Files.newByteChannel(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        try {
            return new WavWriter(channel, sampleRateHz);
        } catch (IOException | RuntimeException failure) {
            try (channel) {
                throw failure;
            }
        }
    }

    /** The header of a file with so much audio, {@value #HEADER_BYTES} bytes. */
    public static byte[] header(int sampleRateHz, long dataBytes) {
        if (dataBytes < 0 || dataBytes > MAX_DATA_BYTES) {
            throw new IllegalArgumentException(
                    "a WAVE file holds 0 to " + MAX_DATA_BYTES + " bytes of audio, not " + dataBytes);
        }
        return ByteBuffer.allocate(HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii("RIFF"))
                .putInt((int) (HEADER_BYTES - 8 + dataBytes))
                .put(ascii("WAVEfmt "))
                .putInt(16)
                .putShort((short) WavEncoding.PCM.tag())
                .putShort((short) 1)
                .putInt(sampleRateHz)
                .putInt(2 * sampleRateHz)
                .putShort((short) 2)
                .putShort((short) 16)
                .put(ascii("data"))
                .putInt((int) dataBytes)
                .array();
    }

    /**
     * Writes the bytes from position to limit behind the audio.
     *
     * @param pcm16 signed 16-bit little-endian samples
     * @throws IllegalArgumentException on half a sample
     * @throws IOException if the channel fails, or at 4 GiB
     */
    public void write(ByteBuffer pcm16) throws IOException {
        int count = pcm16.remaining();
        if ((count & 1) != 0) {
            throw new IllegalArgumentException(count + " bytes are no whole number of 16-bit samples");
        }
        if (dataBytes + count > MAX_DATA_BYTES) {
            throw new IOException("a WAVE file holds " + MAX_DATA_BYTES + " bytes of audio, " + dataBytes + " written, "
                    + count + " more asked for");
        }
        writeAt(HEADER_BYTES + dataBytes, pcm16);
        dataBytes += count;
    }

    /** Bytes of audio written. */
    public long dataBytes() {
        return dataBytes;
    }

    /** Brings the header up to date. */
    public void writeSizes() throws IOException {
        writeAt(0, ByteBuffer.wrap(header(sampleRateHz, dataBytes)));
    }

    /** Brings the header up to date and closes the channel. */
    @Override
    public void close() throws IOException {
        try (channel) {
            if (channel.isOpen()) {
                writeSizes();
            }
        }
    }

    private void writeAt(long position, ByteBuffer bytes) throws IOException {
        channel.position(position);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
