package io.heliograph.server.error;

/** What is kept on disk cannot be read or written; the message is one line that says which database and why, without its password. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean isHeldElsewhere;

    /** A failure with its cause. */
    public StoreException(String message, Throwable cause) {
        this(message, cause, false);
    }

    /**
     * A failure with its cause.
     *
     * @param isHeldElsewhere whether the cause is that another process holds the database
     */
    public StoreException(String message, Throwable cause, boolean isHeldElsewhere) {
        super(message, cause);
        this.isHeldElsewhere = isHeldElsewhere;
    }

    /** A failure that is its own cause. */
    public StoreException(String message) {
        super(message);
        this.isHeldElsewhere = false;
    }

    /** Whether another process holds the database. */
    public boolean isHeldElsewhere() {
        return isHeldElsewhere;
    }
}
