package io.heliograph.server.audio;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads a WAVE file of nearly any kind as PCM16 little-endian mono at the file's own rate, block by block as it comes, so pipes
 * and files of any length will do. Channels are mixed by their mean. Used by one thread.
 */
public final class WavReader implements Closeable {
    private static final int BUFFER_BYTES = 8192;

    private final InputStream in;
    private final WavFacts facts;
    private final int sampleBytes;
    private final byte[] bytes = new byte[BUFFER_BYTES];
    private final ByteBuffer buffer;
    private int limit;
    private int next;
    private long unreadBytes;
    private long framesRead;
    private boolean truncated;

    /**
     * Reads the header.
     *
     * @param in is read to the end of the audio, buffered here, and closed by {@link #close()}
     * @throws WavFormatException if it is no WAVE file or of an unsupported kind
     */
    public WavReader(InputStream in) throws IOException {
        WavHeader.Parsed header = WavHeader.read(in);
        this.in = in;
        this.facts = header.facts();
        this.sampleBytes = facts.bitsPerSample() / 8;
        this.buffer = ByteBuffer.wrap(bytes).order(header.order());
        this.unreadBytes =
                facts.dataBytes() < 0 ? Long.MAX_VALUE : facts.dataBytes() / facts.frameBytes() * facts.frameBytes();
    }

    /** What the header says. */
    public WavFacts facts() {
        return facts;
    }

    /**
     * Reads the next samples.
     *
     * @param target receives signed 16-bit little-endian samples
     * @param offset index of the first byte
     * @param length room in bytes, at least 2
     * @return the bytes written, an even number; −1 at the end of the audio
     */
    public int read(byte[] target, int offset, int length) throws IOException {
        int room = length & ~1;
        if (room <= 0) {
            throw new IllegalArgumentException("room for " + length + " bytes, at least 2 needed");
        }
        int written = 0;
        while (written < room) {
            double sum = 0;
            for (int channel = 0; channel < facts.channels(); channel++) {
                if (limit - next < sampleBytes && !fill(channel > 0)) {
                    return written == 0 ? -1 : written;
                }
                sum += sample(next);
                next += sampleBytes;
            }
            int sample = Math.clamp(Math.round(sum / facts.channels()), Short.MIN_VALUE, Short.MAX_VALUE);
            target[offset + written] = (byte) sample;
            target[offset + written + 1] = (byte) (sample >> 8);
            written += 2;
            framesRead++;
        }
        return written;
    }

    /** Frames read so far; at the end, how many there were. */
    public long framesRead() {
        return framesRead;
    }

    /** Whether the file ended before the audio did: short of the declared size or in the middle of a frame. */
    public boolean isTruncated() {
        return truncated;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Makes at least one whole sample available; false at the end. */
    private boolean fill(boolean midFrame) throws IOException {
        int kept = limit - next;
        System.arraycopy(bytes, next, bytes, 0, kept);
        next = 0;
        limit = kept;
        while (limit < sampleBytes) {
            int room = (int) Math.min(unreadBytes, BUFFER_BYTES - limit);
            int count = room == 0 ? -1 : in.read(bytes, limit, room);
            if (count < 0) {
                truncated |= facts.dataBytes() < 0 ? midFrame || limit > 0 : unreadBytes > 0;
                return false;
            }
            limit += count;
            unreadBytes -= count;
        }
        return true;
    }

    /** One sample in units of 16 bits, not yet clipped. */
    private double sample(int at) {
        return switch (facts.encoding()) {
            case PCM ->
                switch (sampleBytes) {
                    case 1 -> ((bytes[at] & 0xFF) - 128) * 256.0;
                    case 2 -> buffer.getShort(at);
                    case 3 -> signed24(at) / 256.0;
                    default -> buffer.getInt(at) / 65536.0;
                };
            case FLOAT -> (sampleBytes == 4 ? buffer.getFloat(at) : buffer.getDouble(at)) * 32768.0;
            case A_LAW -> G711.aLaw(bytes[at]);
            case MU_LAW -> G711.muLaw(bytes[at]);
        };
    }

    private int signed24(int at) {
        boolean little = buffer.order() == ByteOrder.LITTLE_ENDIAN;
        int high = bytes[little ? at + 2 : at];
        int low = bytes[little ? at : at + 2];
        return (high << 16) | ((bytes[at + 1] & 0xFF) << 8) | (low & 0xFF);
    }
}
