package io.heliograph.server.control;

/** Whether an objective holds over a time. */
public enum ObjectiveVerdict {
    MET("met"),
    MISSED("missed"),
    /** Too few events: neither a pass nor a failure. */
    NOT_ENOUGH_DATA("not enough data");

    private final String label;

    ObjectiveVerdict(String label) {
        this.label = label;
    }

    /** The verdict in words. */
    public String label() {
        return label;
    }
}
