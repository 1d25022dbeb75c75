package io.heliograph.server.transport.http;

import org.jspecify.annotations.Nullable;

/** A body that was not taken; nothing was done. Immutable. */
final class UnreadableBodyException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;

    private final int status;
    private final String type;

    private UnreadableBodyException(int status, String message, String type, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
        this.type = type;
    }

    /** @param bytes how many, in words */
    static UnreadableBodyException tooLong(String bytes) {
        return new UnreadableBodyException(
                TOO_LARGE,
                "the body has " + bytes + " bytes; at most " + RequestBody.MAX_BYTES + " are taken",
                "too_long",
                null);
    }

    static UnreadableBodyException notAsAnnounced(Throwable cause) {
        return new UnreadableBodyException(
                BAD_REQUEST, "the body does not come as it was announced", "value_error", cause);
    }

    /** The HTTP status. */
    int status() {
        return status;
    }

    /** Kind of fault, in a word. */
    String type() {
        return type;
    }
}
