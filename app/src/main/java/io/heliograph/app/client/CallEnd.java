package io.heliograph.app.client;

import io.grpc.Status;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a call ended. Immutable.
 *
 * @param code the gRPC status
 * @param message the status message, "" if there is none; control characters are replaced by blanks
 */
public record CallEnd(Status.Code code, String message) {
    private static final Pattern ERROR_CODE = Pattern.compile("ERR\\d{4}");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    /** The stream's total of audio is used up: the same recording meets it again. */
    private static final String AUDIO_LIMIT = "ERR2004";

    public CallEnd {
        message = CONTROL.matcher(message).replaceAll(" ").strip();
    }

    static CallEnd of(Status status) {
        String text = status.getDescription();
        Throwable cause = status.getCause();
        String reason = cause == null || cause.getMessage() == null ? "" : cause.getMessage();
        return new CallEnd(
                status.getCode(), text == null ? reason : reason.isEmpty() ? text : text + " (" + reason + ")");
    }

    /** Whether the call did what it was asked to. */
    public boolean isOk() {
        return code == Status.Code.OK;
    }

    /** The {@code ERRnnnn} in the message, if the server gave one. */
    public Optional<String> errorCode() {
        Matcher matcher = ERROR_CODE.matcher(message);
        return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
    }

    /** Whether the same call may go better a little later. */
    public boolean isRetryable() {
        return switch (code) {
            case UNAVAILABLE, RESOURCE_EXHAUSTED, DEADLINE_EXCEEDED ->
                !errorCode().equals(Optional.of(AUDIO_LIMIT));
            case OK,
                    CANCELLED,
                    UNKNOWN,
                    INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    FAILED_PRECONDITION,
                    ABORTED,
                    OUT_OF_RANGE,
                    UNIMPLEMENTED,
                    INTERNAL,
                    DATA_LOSS,
                    UNAUTHENTICATED -> false;
        };
    }

    /** Whether no server has answered at all: the transport failed, or nothing came in time. */
    public boolean isUnreachable() {
        return (code == Status.Code.UNAVAILABLE || code == Status.Code.DEADLINE_EXCEEDED)
                && errorCode().isEmpty();
    }

    /** Status and message in one line. */
    @Override
    public String toString() {
        return message.isEmpty() ? code.name() : code.name() + " " + message;
    }
}
