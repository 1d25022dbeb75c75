package io.heliograph.app.bench;

import java.util.Locale;
import java.util.function.Consumer;

/**
 * Looks for the largest number of paced streams that a server carries on time and without a word lost, climbing by steps that
 * halve. A number that does not hold is tried once more: what else the machine does can only be in the way. Confined to one thread.
 */
final class CapacitySearch {
    private static final double MOST_FIRST_SECONDS = 1.2;
    private static final double MOST_FINAL_SECONDS = 1.5;
    private static final double MOST_LOST_PERCENT = 0.5;
    /** Of the partials that come without load. */
    private static final double LEAST_PARTIALS = 0.95;

    private final Trial trial;
    private final Alone alone;
    private final Consumer<String> told;
    private double calmPartials = Double.NaN;
    private int leastTooMany = Integer.MAX_VALUE;
    private boolean wasHeld;

    /** Speaks with so many streams. */
    interface Trial {
        PacedLoad.Outcome with(int streams) throws Exception;
    }

    /** The word errors that the first so many scripts get without load. */
    interface Alone {
        WordErrors of(int streams) throws Exception;
    }

    /** @param told of each trial, one line */
    CapacitySearch(Trial trial, Alone alone, Consumer<String> told) {
        this.trial = trial;
        this.alone = alone;
        this.told = told;
    }

    /**
     * The most streams with which everything is in time and partials come as often as without load; 0 if there is no such number.
     *
     * @param first streams to begin with, at least 1; few enough that their partials are not stretched
     * @param widest step, a power of two
     * @param narrowest step, the grain of the answer
     */
    int atDistance(int first, int widest, int narrowest) throws Exception {
        return climb(0, first, widest, narrowest, true);
    }

    /**
     * The most streams with which everything but later partials is in time.
     *
     * @param known number that holds, 0 if none is known; the others as for {@link #atDistance}
     */
    int following(int known, int first, int widest, int narrowest) throws Exception {
        return climb(known, first, widest, narrowest, false);
    }

    /** From a number that is known to hold, or from the first one if none is known. */
    private int climb(int known, int first, int widest, int narrowest, boolean mayNotStretch) throws Exception {
        int holds = known;
        int tooMany = leastTooMany;
        int step = widest;
        while (true) {
            while (step >= narrowest && holds + step >= tooMany) {
                step /= 2;
            }
            int next = holds > 0 ? holds + step : Math.min(first, tooMany / 2);
            if (step < narrowest || next < 1) {
                return holds;
            }
            boolean isBorne = isBorne(next, mayNotStretch);
            if (!isBorne) {
                isBorne = isBorne(next, mayNotStretch);
            }
            if (isBorne) {
                holds = next;
            } else {
                tooMany = next;
                leastTooMany = wasHeld ? leastTooMany : Math.min(leastTooMany, next);
            }
        }
    }

    private boolean isBorne(int streams, boolean mayNotStretch) throws Exception {
        PacedLoad.Outcome outcome = trial.with(streams);
        WordErrors expected = alone.of(streams);
        double lost = outcome.words().percent() - expected.percent();
        boolean isHeld = outcome.failed() == 0
                && outcome.first().at(99) <= MOST_FIRST_SECONDS
                && outcome.finals().at(99) <= MOST_FINAL_SECONDS
                && lost <= MOST_LOST_PERCENT;
        if (isHeld && Double.isNaN(calmPartials)) {
            calmPartials = outcome.partialsPerSecond();
        }
        boolean isStretched = outcome.partialsPerSecond() < LEAST_PARTIALS * calmPartials;
        String verdict = isStretched ? "stretched" : "holds";
        told.accept(String.format(
                Locale.ROOT, "%-9s %s; WER %+.2f points against alone", isHeld ? verdict : "too many", outcome, lost));
        wasHeld = isHeld;
        return isHeld && !(isStretched && mayNotStretch);
    }
}
