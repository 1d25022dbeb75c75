package io.heliograph.server.slo;

import java.util.Locale;

/** Whether an objective holds over a time. */
public enum Verdict {
    MET,
    MISSED,
    /** Fewer than 1 049 valid events: neither a pass nor a failure (contract §17.1). */
    NOT_ENOUGH_DATA;

    /** Fewer valid events prove nothing. */
    static final long ENOUGH_VALID = 1_049;

    static Verdict of(long valid, long good, double target) {
        if (valid < ENOUGH_VALID) {
            return NOT_ENOUGH_DATA;
        }
        return good >= target * valid ? MET : MISSED;
    }

    /** The value for tools. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
