package io.heliograph.server.limits;

/** A change of limits was based on a version that somebody else has replaced meanwhile; read again and repeat it. */
public final class LimitsConflictException extends RuntimeException {
    private final long expectedVersion;
    private final long currentVersion;

    public LimitsConflictException(long expectedVersion, long currentVersion) {
        super("the limits were changed meanwhile: the change is based on version " + expectedVersion + ", but version "
                + currentVersion + " is in force");
        this.expectedVersion = expectedVersion;
        this.currentVersion = currentVersion;
    }

    /** The version the change was based on. */
    public long expectedVersion() {
        return expectedVersion;
    }

    /** The version in force. */
    public long currentVersion() {
        return currentVersion;
    }
}
