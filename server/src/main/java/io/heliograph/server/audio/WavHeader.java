package io.heliograph.server.audio;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Reads a WAVE file up to its first byte of audio: RIFF, RIFX (big-endian), RF64 and BW64 (64-bit sizes); unknown chunks are
 * skipped. Nothing is allocated by a size that the file claims. Used once, by one thread.
 */
final class WavHeader {
    /** Where the search for audio ends: album art is megabytes, a mistaken file may be anything. */
    private static final long MAX_HEADER_BYTES = 64L << 20;

    private static final long UNKNOWN_SIZE = 0xFFFF_FFFFL;
    private static final int MIN_FORMAT_BYTES = 16;
    private static final int EXTENSIBLE_FORMAT_BYTES = 40;
    private static final int EXTENSIBLE_TAG = 0xFFFE;

    /** The last 8 bytes of every sub-format that is just a format tag. */
    private static final long TAG_GUID_END = 0x8000_00AA_0038_9B71L;

    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private final InputStream in;
    private long bytesRead;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private long containerBytes;
    private long longDataBytes = -1;
    private @Nullable WavFacts format;

    private WavHeader(InputStream in) {
        this.in = in;
    }

    /** What a header says, and in which order the samples' bytes are. */
    record Parsed(WavFacts facts, ByteOrder order) {}

    /** Reads up to the audio; the stream then stands on its first byte. */
    static Parsed read(InputStream in) throws IOException {
        WavHeader header = new WavHeader(in);
        try {
            header.readContainer();
            return header.readChunks();
        } catch (EOFException end) {
            String missing = header.format == null ? "format" : "audio";
            throw new WavFormatException(
                    "no " + missing + " in this WAVE file: it ends after " + header.bytesRead + " bytes");
        }
    }

    private void readContainer() throws IOException {
        byte[] start = new byte[12];
        int count = in.readNBytes(start, 0, start.length);
        bytesRead += count;
        if (count < start.length) {
            throw new WavFormatException("not a WAVE file: only " + count + " bytes");
        }
        String magic = text(start, 0);
        String form = text(start, 8);
        order = switch (magic) {
            case "RIFF", "RF64", "BW64" -> ByteOrder.LITTLE_ENDIAN;
            case "RIFX" -> ByteOrder.BIG_ENDIAN;
            default ->
                throw new WavFormatException(
                        "not a WAVE file: starts with '" + magic.strip() + "' (" + HEX.formatHex(start, 0, 4) + ")");
        };
        if (!form.equals("WAVE")) {
            throw new WavFormatException("not a WAVE file: " + magic + " holds '" + form.strip() + "'");
        }
        containerBytes = unsignedInt(start, 4);
    }

    private Parsed readChunks() throws IOException {
        while (true) {
            byte[] head = readExactly(8);
            String id = text(head, 0);
            long size = unsignedInt(head, 4);
            switch (id) {
                case "fmt " -> readFormat(size);
                case "ds64" -> readLongSizes(size);
                case "data" -> {
                    WavFacts found = format;
                    if (found == null) {
                        throw new WavFormatException("audio at byte " + bytesRead + " comes before the format");
                    }
                    return new Parsed(withDataBytes(found, size), order);
                }
                default -> skip(id, padded(size));
            }
        }
    }

    private WavFacts withDataBytes(WavFacts found, long size) {
        long dataBytes = size;
        if (size == UNKNOWN_SIZE) {
            dataBytes = longDataBytes;
        } else if (size == 0 && !moreChunksFollow()) {
            // A writer into a pipe could not come back to fill the size in.
            dataBytes = -1;
        }
        return new WavFacts(found.sampleRateHz(), found.channels(), found.bitsPerSample(), found.encoding(), dataBytes);
    }

    /** Whether a container that knows its size goes on behind the chunk head just read. */
    private boolean moreChunksFollow() {
        return containerBytes != UNKNOWN_SIZE && containerBytes + 8 > bytesRead;
    }

    private void readFormat(long size) throws IOException {
        if (size < MIN_FORMAT_BYTES) {
            throw new WavFormatException("format of " + size + " bytes, at least " + MIN_FORMAT_BYTES + " expected");
        }
        byte[] bytes = readExactly((int) Math.min(size, EXTENSIBLE_FORMAT_BYTES));
        ByteBuffer fields = ByteBuffer.wrap(bytes).order(order);
        int tag = fields.getShort(0) & 0xFFFF;
        int channels = fields.getShort(2) & 0xFFFF;
        int rateHz = fields.getInt(4);
        int frameBytes = fields.getShort(12) & 0xFFFF;
        int bits = fields.getShort(14) & 0xFFFF;
        WavEncoding encoding = encoding(tag == EXTENSIBLE_TAG ? extensibleTag(fields) : tag);
        if (channels == 0) {
            throw new WavFormatException("0 channels");
        }
        if (rateHz <= 0) {
            throw new WavFormatException("sample rate " + (rateHz & 0xFFFF_FFFFL) + " Hz not supported");
        }
        if (!encoding.allows(bits)) {
            throw new WavFormatException("bits per sample " + bits + " not supported for " + encoding);
        }
        format = new WavFacts(rateHz, channels, bits, encoding, -1);
        if (frameBytes != 0 && frameBytes != (format.frameBytes() & 0xFFFF)) {
            throw new WavFormatException(
                    "frames of " + frameBytes + " bytes do not fit " + channels + " channels of " + bits + " bits");
        }
        skip("fmt ", padded(size) - bytes.length);
    }

    private static int extensibleTag(ByteBuffer fields) throws WavFormatException {
        if (fields.capacity() < EXTENSIBLE_FORMAT_BYTES) {
            throw new WavFormatException("extensible format of " + fields.capacity() + " bytes, at least "
                    + EXTENSIBLE_FORMAT_BYTES + " expected");
        }
        long end = fields.duplicate().order(ByteOrder.BIG_ENDIAN).getLong(32);
        int tag = fields.getInt(24);
        if (end != TAG_GUID_END || tag < 0 || tag > 0xFFFF) {
            throw new WavFormatException(String.format("sub-format %08X-…-%016X not supported", tag, end));
        }
        return tag;
    }

    private static WavEncoding encoding(int tag) throws WavFormatException {
        for (WavEncoding encoding : WavEncoding.values()) {
            if (encoding.tag() == tag) {
                return encoding;
            }
        }
        throw new WavFormatException(String.format("format 0x%04X not supported", tag));
    }

    private void readLongSizes(long size) throws IOException {
        if (size < 16) {
            throw new WavFormatException("ds64 of " + size + " bytes, at least 16 expected");
        }
        ByteBuffer sizes = ByteBuffer.wrap(readExactly(16)).order(order);
        containerBytes = sizes.getLong(0);
        longDataBytes = sizes.getLong(8);
        if (longDataBytes < -1) {
            throw new WavFormatException("audio of " + Long.toUnsignedString(longDataBytes) + " bytes");
        }
        skip("ds64", padded(size) - 16);
    }

    private byte[] readExactly(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        bytesRead += bytes.length;
        if (bytes.length < count) {
            throw new EOFException();
        }
        return bytes;
    }

    private void skip(String id, long count) throws IOException {
        if (bytesRead + count > MAX_HEADER_BYTES) {
            throw new WavFormatException("chunk '" + id + "' of " + count + " bytes at byte " + bytesRead
                    + ", audio must begin within " + MAX_HEADER_BYTES);
        }
        for (long left = count; left > 0; ) {
            left -= readExactly((int) Math.min(left, 8192)).length;
        }
    }

    /** Chunks begin at even positions. */
    private static long padded(long size) {
        return size + (size & 1);
    }

    private long unsignedInt(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).order(order).getInt(at) & 0xFFFF_FFFFL;
    }

    /** Four bytes as text, with blanks for what is not printable ASCII. */
    private static String text(byte[] bytes, int at) {
        return new String(bytes, at, 4, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", " ");
    }
}
