package io.heliograph.server.error;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A failure that ends a call, with the code the client sees. The detail explains it with numbers and never holds text that a
 * client supplied.
 */
public final class SttException extends RuntimeException {
    private static final int MAX_MESSAGE_LENGTH = 512;

    private final transient ErrorCode errorCode;

    public SttException(ErrorCode errorCode) {
        this(errorCode, "", null);
    }

    public SttException(ErrorCode errorCode, String detail) {
        this(errorCode, detail, null);
    }

    public SttException(ErrorCode errorCode, String detail, @Nullable Throwable cause) {
        super(message(errorCode, detail), cause);
        this.errorCode = errorCode;
    }

    /** What went wrong, as the client is told. */
    public ErrorCode errorCode() {
        return errorCode;
    }

    /**
     * The status message of the contract: the code, one blank, the text and the detail; printable ASCII, at most 512 characters.
     */
    public static String message(ErrorCode errorCode, String detail) {
        requireNonNull(errorCode, "errorCode");
        String text = errorCode.code() + " " + errorCode.text() + (detail.isEmpty() ? "" : ": " + detail);
        StringBuilder ascii = new StringBuilder(Math.min(text.length(), MAX_MESSAGE_LENGTH));
        for (int i = 0; i < text.length() && ascii.length() < MAX_MESSAGE_LENGTH; i++) {
            char c = text.charAt(i);
            ascii.append(c >= ' ' && c <= '~' ? c : '?');
        }
        return ascii.toString();
    }
}
