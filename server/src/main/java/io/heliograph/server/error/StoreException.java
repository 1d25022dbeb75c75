package io.heliograph.server.error;

/** What is kept on disk cannot be read or written; the message is one line that says which database and why, without its password. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure with its cause. */
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** A failure that is its own cause. */
    public StoreException(String message) {
        super(message);
    }
}
