package io.heliograph.server.slo;

/**
 * A time about which the counts are not the whole truth. Immutable.
 *
 * @param fromSec its start, seconds since 1970
 * @param untilSec its end
 * @param cause why
 */
public record Hole(long fromSec, long untilSec, Cause cause) {

    public Hole {
        if (untilSec < fromSec) {
            throw new IllegalArgumentException("a hole from " + fromSec + " cannot end at " + untilSec);
        }
    }

    /** What makes a hole. */
    public enum Cause {
        /** The process ended without saying so: what was not stored yet is lost. */
        KILLED,
        /** The wall clock went ahead by more than it should: minutes were skipped. */
        CLOCK_AHEAD,
        /** The wall clock went back: what had been counted under later minutes counts at the moment of the jump. */
        CLOCK_BACK
    }
}
