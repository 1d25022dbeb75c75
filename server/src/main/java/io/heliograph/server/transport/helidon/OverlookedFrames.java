package io.heliograph.server.transport.helidon;

import org.jspecify.annotations.Nullable;

/**
 * Fault: Helidon leaves at a client's GOAWAY although calls go on, and ends the connection for a PRIORITY that is wrong about one
 * stream. Cure: it sees neither, for a PRIORITY is only a hint, and after its GOAWAY a client lets its calls end and closes by itself.
 * What RFC 9113 asks of their form is asked here. Pure.
 */
final class OverlookedFrames {
    // RFC 9113, sections 6.3 and 6.8.
    private static final int PRIORITY_BYTES = 5;
    private static final int GOAWAY_BYTES = 8;

    private OverlookedFrames() {}

    /** What is wrong with such a frame, if that is the whole connection's; null if nothing. */
    static @Nullable Http2Error ofConnection(Frame frame) {
        return switch (frame.type()) {
            case Frame.PRIORITY -> frame.stream() == 0 ? Http2Error.PROTOCOL_ERROR : null;
            case Frame.GOAWAY ->
                frame.stream() != 0
                        ? Http2Error.PROTOCOL_ERROR
                        : frame.payloadBytes() < GOAWAY_BYTES ? Http2Error.FRAME_SIZE_ERROR : null;
            default -> null;
        };
    }

    /** What is wrong with such a frame, if that is its stream's alone; null if nothing. */
    static @Nullable Http2Error ofStream(Frame frame) {
        if (frame.type() != Frame.PRIORITY) {
            return null;
        }
        if (frame.payloadBytes() != PRIORITY_BYTES) {
            return Http2Error.FRAME_SIZE_ERROR;
        }
        // RFC 7540, section 5.3.1: no stream depends on itself.
        return (frame.payloadInt(0) & Integer.MAX_VALUE) == frame.stream() ? Http2Error.PROTOCOL_ERROR : null;
    }
}
