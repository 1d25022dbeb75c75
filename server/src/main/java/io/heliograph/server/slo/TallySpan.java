package io.heliograph.server.slo;

/** How long a tally is: the recent past is kept by the minute, the rest by the hour. */
public enum TallySpan {
    MINUTE(1),
    HOUR(60);

    private final long minutes;

    TallySpan(long minutes) {
        this.minutes = minutes;
    }

    /** Its length. */
    public long minutes() {
        return minutes;
    }

    /** The start of the span that a minute lies in. */
    long startOf(long minute) {
        return Math.floorDiv(minute, minutes) * minutes;
    }
}
