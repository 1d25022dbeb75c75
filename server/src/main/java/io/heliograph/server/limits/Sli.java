package io.heliograph.server.limits;

import java.util.Locale;

/** What an objective is about: the four indicators of contract §17.1, in its order. */
public enum Sli {
    CREATE_SESSION,
    FIRST_PARTIAL,
    FINAL,
    ERRORS;

    /** The value of the label {@code sli} and of everything an operator reads. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether an event is good only within a time. */
    public boolean hasThreshold() {
        return this != ERRORS;
    }

    /** Whether its events are utterances. */
    public boolean isSpoken() {
        return this == FIRST_PARTIAL || this == FINAL;
    }
}
