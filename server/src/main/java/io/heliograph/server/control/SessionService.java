package io.heliograph.server.control;

/** How well a session is served, by the objective of final texts. */
public enum SessionService {
    /** No utterance that the objective counts has ended yet. */
    UNKNOWN("no verdict yet"),
    ON_TIME("on time"),
    /** Some were late, the latest was not. */
    RECOVERED("was late"),
    LATE("late");

    private final String label;

    SessionService(String label) {
        this.label = label;
    }

    /** The state in words. */
    public String label() {
        return label;
    }
}
