package io.heliograph.server.stream;

import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.error.StatusName;
import io.heliograph.server.telemetry.StreamEndReason;
import org.jspecify.annotations.Nullable;

/**
 * How a stream left its loop. Immutable.
 *
 * @param reason for logs and metrics
 * @param status on the wire
 * @param errorCode null for OK and for failures that have no code
 * @param detail explains an error
 * @param hasTrailers false only for an unknown session in the metadata
 */
record StreamEnding(
        StreamEndReason reason, StatusName status, @Nullable ErrorCode errorCode, String detail, boolean hasTrailers) {

    static StreamEnding well(StreamEndReason reason) {
        return new StreamEnding(reason, StatusName.OK, null, "", true);
    }

    static StreamEnding failed(StreamEndReason reason, ErrorCode errorCode, String detail) {
        return new StreamEnding(reason, errorCode.status(), errorCode, detail, true);
    }

    static StreamEnding failed(StreamFailure failure) {
        return failed(failure.reason(), failure.errorCode(), failure.detail());
    }

    static StreamEnding unknownInMetadata() {
        ErrorCode code = ErrorCode.SESSION_ID_MISSING;
        return new StreamEnding(StreamEndReason.SESSION_UNKNOWN, code.status(), code, "", false);
    }

    static StreamEnding clientGone() {
        return new StreamEnding(StreamEndReason.CLIENT_DISCONNECT, StatusName.CANCELLED, null, "", true);
    }

    static StreamEnding unreadable(StatusName status, String detail) {
        return new StreamEnding(StreamEndReason.CHUNK_REJECTED, status, null, detail, true);
    }

    /** Whether what is withheld may still be sent: not to a stranger, and not to nobody. */
    boolean releasesWithheld() {
        return reason != StreamEndReason.CLIENT_DISCONNECT && errorCode != ErrorCode.SESSION_TOKEN_INVALID;
    }

    /** Whether the engine or its time was the cause. */
    boolean isDecodeFailure() {
        return errorCode == ErrorCode.DECODE_TIMEOUT || errorCode == ErrorCode.DECODE_TASK_FAILED;
    }
}
