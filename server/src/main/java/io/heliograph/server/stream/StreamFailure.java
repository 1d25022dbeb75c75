package io.heliograph.server.stream;

import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.telemetry.StreamEndReason;

/** Ends a stream with an error. */
final class StreamFailure extends RuntimeException {
    private final transient StreamEndReason reason;
    private final transient ErrorCode errorCode;
    private final String detail;

    /**
     * A failure.
     *
     * @param detail explains it with numbers, free of client text; may be empty
     */
    StreamFailure(StreamEndReason reason, ErrorCode errorCode, String detail) {
        super(errorCode.code() + " " + detail);
        this.reason = reason;
        this.errorCode = errorCode;
        this.detail = detail;
    }

    /** The end of a stream that buffered most while memory was short. */
    static StreamFailure memoryShort(long heldBytes) {
        return new StreamFailure(
                StreamEndReason.DECODE_BACKPRESSURE,
                ErrorCode.DECODE_TIMEOUT,
                "memory is short, and this stream buffered most: %d bytes".formatted(heldBytes));
    }

    StreamEndReason reason() {
        return reason;
    }

    ErrorCode errorCode() {
        return errorCode;
    }

    String detail() {
        return detail;
    }
}
