package io.heliograph.server.telemetry;

import java.util.Locale;

/** What an objective makes of one utterance, and why it does not count it if it does not (contract §17.1). */
public enum UtteranceVerdict {
    /** Valid, and in time. */
    GOOD,
    /** Valid, and too late. */
    LATE,
    /** Valid, and never had its result, because decoding failed or took too long. */
    FAILED,
    /** Not valid: less speech than the objective asks for. */
    TOO_SHORT,
    /** Not valid: its audio did not come as it was spoken. */
    NOT_PACED,
    /** Not valid: its stream asked for no partials. */
    PARTIALS_OFF,
    /** Not valid: nothing was understood. */
    NO_TEXT,
    /** Not valid: its stream ended before. */
    STREAM_ENDED;

    /** Whether the objective counts the utterance. */
    public boolean isValid() {
        return this == GOOD || this == LATE || this == FAILED;
    }

    /** {@code good}, {@code late}, {@code failed} or {@code not_valid}. */
    public String label() {
        return isValid() ? name().toLowerCase(Locale.ROOT) : "not_valid";
    }

    /** Why the utterance is not valid; empty if it is. */
    public String reason() {
        return isValid() ? "" : name().toLowerCase(Locale.ROOT);
    }
}
