package io.heliograph.server.telemetry;

import java.util.Locale;

/** The steps of the overload ladder, lowest first; the lower-case name is the label. */
public enum OverloadStep {
    STRETCH_PARTIALS(1),
    PARTIALS_OFF(2),
    REFUSE_SESSIONS(3),
    CLOSE_LARGEST(4);

    private final int number;

    OverloadStep(int number) {
        this.number = number;
    }

    /** Its number, from 1; 0 is no step. */
    public int number() {
        return number;
    }

    /** The value in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The value for people. */
    public String words() {
        return label().replace('_', ' ');
    }
}
