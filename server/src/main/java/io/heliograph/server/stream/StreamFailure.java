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
