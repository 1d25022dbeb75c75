package io.heliograph.server.store;

/** The database cannot be used; the message is one line that says which and why, without its password. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure with its cause. */
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
