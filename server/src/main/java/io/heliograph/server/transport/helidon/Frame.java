package io.heliograph.server.transport.helidon;

import java.nio.ByteBuffer;

/** One frame of HTTP/2 as the bytes it has on the wire (RFC 9113, section 4). Whoever makes one gives its array away. */
final class Frame {
    static final int HEADER_BYTES = 9;

    /** What every peer must take, and all that is offered here. */
    static final int MAX_PAYLOAD_BYTES = 16_384;

    // RFC 9113, section 6.
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int ACK = 1;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    static final int PADDED = 8;
    static final int WITH_PRIORITY = 32;

    private final byte[] bytes;

    /** The whole frame, header included. */
    Frame(byte[] bytes) {
        this.bytes = bytes;
    }

    static Frame of(int type, int flags, int stream, byte[] payload) {
        return new Frame(ByteBuffer.allocate(HEADER_BYTES + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array());
    }

    static Frame windowUpdate(int stream, int increment) {
        return of(WINDOW_UPDATE, 0, stream, number(increment));
    }

    static Frame reset(int stream, Http2Error error) {
        return of(RST_STREAM, 0, stream, number(error.code()));
    }

    static Frame goAway(int lastStream, Http2Error error) {
        return of(
                GOAWAY,
                0,
                0,
                ByteBuffer.allocate(8).putInt(lastStream).putInt(error.code()).array());
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    /** Bytes after the header that such a header announces. */
    static int announcedBytes(byte[] header) {
        return (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | (header[2] & 0xff);
    }

    int type() {
        return bytes[3] & 0xff;
    }

    int flags() {
        return bytes[4] & 0xff;
    }

    boolean has(int flag) {
        return (flags() & flag) != 0;
    }

    int stream() {
        return ByteBuffer.wrap(bytes).getInt(5) & Integer.MAX_VALUE;
    }

    int payloadBytes() {
        return bytes.length - HEADER_BYTES;
    }

    /** Four bytes of the payload as a number. */
    int payloadInt(int offset) {
        return ByteBuffer.wrap(bytes).getInt(HEADER_BYTES + offset);
    }

    /** A copy of part of the payload. */
    byte[] payload(int from, int to) {
        return java.util.Arrays.copyOfRange(bytes, HEADER_BYTES + from, HEADER_BYTES + to);
    }

    byte[] payload() {
        return payload(0, payloadBytes());
    }

    /** The array itself, not to be changed. */
    byte[] bytes() {
        return bytes;
    }
}
