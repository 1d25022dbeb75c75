package io.heliograph.app.client;

/** No session could be opened. Immutable. */
public final class SessionRefusedException extends Exception {
    private final transient CallEnd end;

    SessionRefusedException(CallEnd end, int tries) {
        super(end + (tries == 1 ? "" : " (after " + tries + " tries)"));
        this.end = end;
    }

    /** How the last try ended. */
    public CallEnd end() {
        return end;
    }
}
