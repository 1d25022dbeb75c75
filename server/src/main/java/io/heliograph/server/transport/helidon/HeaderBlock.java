package io.heliograph.server.transport.helidon;

import java.io.ByteArrayOutputStream;

/**
 * Fault: Helidon takes CONTINUATION frames without end as long as they are empty, and its count of their bytes starts anew with
 * each stream. Cure: a block is put together here, bounded in bytes and frames, and handed on as one frame. Confined to the
 * connection's thread.
 */
final class HeaderBlock {
    /** As much as fits one frame; gRPC on Netty takes 8 KiB of headers. */
    private static final int MAX_BYTES = Frame.MAX_PAYLOAD_BYTES;

    private static final int MAX_FRAMES = 16;
    private static final int PRIORITY_BYTES = 5;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int stream;
    private int frames;
    private boolean endsStream;
    private boolean dependsOnItself;

    /** Whether a block has begun and not ended. */
    boolean isOpen() {
        return stream != 0;
    }

    int stream() {
        return stream;
    }

    boolean endsStream() {
        return endsStream;
    }

    /** Whether its priority is nonsense (RFC 7540, section 5.3.1), which is its stream's fault alone. */
    boolean dependsOnItself() {
        return dependsOnItself;
    }

    /** Begins with a HEADERS frame; false if its padding is longer than itself. */
    boolean begin(Frame headers) {
        stream = headers.stream();
        endsStream = headers.has(Frame.END_STREAM);
        dependsOnItself = false;
        int from = 0;
        int to = headers.payloadBytes();
        if (headers.has(Frame.PADDED)) {
            if (to < 1) {
                return false;
            }
            to -= headers.payload(0, 1)[0] & 0xff;
            from = 1;
        }
        if (headers.has(Frame.WITH_PRIORITY)) {
            from += PRIORITY_BYTES;
        }
        if (from > to) {
            return false;
        }
        if (headers.has(Frame.WITH_PRIORITY)) {
            dependsOnItself = (headers.payloadInt(from - PRIORITY_BYTES) & Integer.MAX_VALUE) == stream;
        }
        bytes.writeBytes(headers.payload(from, to));
        frames = 1;
        return true;
    }

    /** Goes on with a CONTINUATION frame; false if the block is too long. */
    boolean add(Frame continuation) {
        frames++;
        if (frames > MAX_FRAMES || bytes.size() + continuation.payloadBytes() > MAX_BYTES) {
            return false;
        }
        bytes.writeBytes(continuation.payload());
        return true;
    }

    /** The whole block; the next one may begin then. */
    byte[] end() {
        byte[] all = bytes.toByteArray();
        bytes.reset();
        stream = 0;
        return all;
    }
}
