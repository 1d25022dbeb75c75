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

    /** Speaks with so many streams. */
    interface Trial {
        PacedLoad.Outcome with(int streams) throws Exception;
    }

    /** The word errors that the first so many scripts get without load. */
    interface Alone {
        WordErrors of(int streams) throws Exception;
    }

    /**
     * What was found; 0 streams if none held.
     *
     * @param streams on time and without a word lost
     * @param unstretched the most with which partials also came as often as without load
     */
    record Found(int streams, int unstretched) {}

    /** @param told of each trial, one line */
    CapacitySearch(Trial trial, Alone alone, Consumer<String> told) {
        this.trial = trial;
        this.alone = alone;
        this.told = told;
    }

    /**
     * Climbs.
     *
     * @param first streams to begin with, at least 1; few enough that their partials are not stretched
     * @param widest step, a power of two
     * @param narrowest step, the grain of the answer
     */
    Found climb(int first, int widest, int narrowest) throws Exception {
        double calmPartials = Double.NaN;
        int holds = 0;
        int unstretched = 0;
        int tooMany = Integer.MAX_VALUE;
        int next = first;
        int step = widest;
        while (step >= narrowest && next >= 1) {
            PacedLoad.Outcome outcome = trial.with(next);
            boolean isHeld = judge(outcome);
            if (!isHeld) {
                outcome = trial.with(next);
                isHeld = judge(outcome);
            }
            if (isHeld) {
                holds = next;
                calmPartials = Double.isNaN(calmPartials) ? outcome.partialsPerSecond() : calmPartials;
                if (outcome.partialsPerSecond() >= LEAST_PARTIALS * calmPartials) {
                    unstretched = next;
                }
            } else {
                tooMany = next;
            }
            while (step >= narrowest && holds + step >= tooMany) {
                step /= 2;
            }
            next = holds == 0 ? next / 2 : holds + step;
        }
        return new Found(holds, unstretched);
    }

    private boolean judge(PacedLoad.Outcome outcome) throws Exception {
        WordErrors expected = alone.of(outcome.streams());
        double lost = outcome.words().percent() - expected.percent();
        boolean isHeld = outcome.failed() == 0
                && outcome.first().at(99) <= MOST_FIRST_SECONDS
                && outcome.finals().at(99) <= MOST_FINAL_SECONDS
                && lost <= MOST_LOST_PERCENT;
        told.accept(String.format(
                Locale.ROOT,
                "%s %s; WER %+.2f points against alone",
                isHeld ? "holds    " : "too many ",
                outcome,
                lost));
        return isHeld;
    }
}
