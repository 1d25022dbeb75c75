package io.heliograph.server.limits;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * One promise: a share of good events over a time. Immutable.
 *
 * @param sli what it is about
 * @param target share of good among valid events, above 0 and below 1
 * @param thresholdSec longest good event, seconds, above 0; 0 if the indicator has none
 * @param windowSec time over which the share must hold, seconds, 60 to {@value #MAX_WINDOW_SEC}
 * @param minSpeechSec utterances with less speech are not valid, seconds; 0 for calls
 * @param pacedOnly whether only streams that are sent as they are spoken are valid; false for calls
 */
public record Objective(
        Sli sli, double target, double thresholdSec, int windowSec, double minSpeechSec, boolean pacedOnly) {
    /** 40 days: as long as counts are kept. */
    public static final int MAX_WINDOW_SEC = 3_456_000;

    public Objective {
        requireNonNull(sli, "sli");
        if (!(target > 0 && target < 1)) {
            throw new IllegalArgumentException("a target must be above 0 and below 1, but is " + target);
        }
        if (sli.hasThreshold() != (thresholdSec > 0)) {
            throw new IllegalArgumentException("no threshold of " + thresholdSec + " s for " + sli.label());
        }
        if (windowSec < 60 || windowSec > MAX_WINDOW_SEC) {
            throw new IllegalArgumentException(
                    "a window must be 60 to " + MAX_WINDOW_SEC + " seconds, but is " + windowSec);
        }
    }

    /** The share of bad events that the target allows. */
    public double budget() {
        return 1 - target;
    }

    /** The threshold, nanoseconds; {@link Long#MAX_VALUE} without one. */
    public long thresholdNanos() {
        return sli.hasThreshold() ? Math.round(thresholdSec * 1e9) : Long.MAX_VALUE;
    }

    /** Whether an utterance counts. */
    public boolean counts(double speechSeconds, boolean isPaced) {
        return speechSeconds >= minSpeechSec && (isPaced || !pacedOnly);
    }

    /** By what rule events are judged, in a few characters: counts under different rules are not to be compared. */
    public String rule() {
        return sli.isSpoken()
                ? String.format(Locale.ROOT, "%ss speech=%ss paced=%s", thresholdSec, minSpeechSec, pacedOnly)
                : sli.hasThreshold() ? String.format(Locale.ROOT, "%ss", thresholdSec) : "any";
    }
}
