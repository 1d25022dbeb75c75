package io.heliograph.server.limits;

/** When a changed value of a key acts. */
public enum LiveKind {
    /** At once, on running sessions too: from the next chunk, call or decode. */
    NOW("yes"),
    /** On sessions created after the change. */
    NEW_SESSIONS("new"),
    /** At the next start; the key cannot be changed while the server runs. */
    RESTART("no");

    private final String label;

    LiveKind(String label) {
        this.label = label;
    }

    /** The word of the reference table: yes, new or no. */
    public String label() {
        return label;
    }
}
