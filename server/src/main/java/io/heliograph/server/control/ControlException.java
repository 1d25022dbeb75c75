package io.heliograph.server.control;

/** What an operator asked for was not done; the message is one clear line. */
public final class ControlException extends RuntimeException {
    private final Kind kind;

    /** Why it was not done. */
    public enum Kind {
        /** The operator's role does not allow it. */
        FORBIDDEN,
        /** There is no such session or version. */
        UNKNOWN,
        /** Something needed is missing or impossible. */
        INVALID,
        /** What is needed for it is kept in the database, which cannot be used now. */
        UNAVAILABLE
    }

    public ControlException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
