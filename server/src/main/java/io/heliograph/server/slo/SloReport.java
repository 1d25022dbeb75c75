package io.heliograph.server.slo;

import io.heliograph.server.limits.Objective;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How the objectives stand at one moment. Immutable.
 *
 * @param at that moment
 * @param configVersion version of the limits that hold the objectives
 * @param state how complete the record is
 * @param objectives all, in the order of the contract
 */
public record SloReport(Instant at, long configVersion, RecordState state, List<ObjectiveReport> objectives) {

    public SloReport {
        objectives = List.copyOf(objectives);
    }

    /**
     * How complete the record is. Immutable.
     *
     * @param since when counting began
     * @param savedUntil up to when everything is in the store; empty if nothing is
     * @param isStoreFailing whether the store failed when it was last asked
     * @param storeFailures times it failed since start
     * @param clockJumps times the wall clock jumped since start
     * @param holes times about which the counts are not the whole truth, oldest first
     */
    public record RecordState(
            Instant since,
            Optional<Instant> savedUntil,
            boolean isStoreFailing,
            long storeFailures,
            long clockJumps,
            List<Hole> holes) {

        public RecordState {
            holes = List.copyOf(holes);
        }
    }

    /**
     * One objective. Immutable.
     *
     * @param objective as it is in force
     * @param promised over its own window: the verdict and the budget follow from it
     * @param windows over the usual lengths, short ones first
     * @param burnRates for the alerts, urgent ones first
     */
    public record ObjectiveReport(
            Objective objective, WindowReport promised, List<WindowReport> windows, List<BurnRate> burnRates) {

        public ObjectiveReport {
            windows = List.copyOf(windows);
            burnRates = List.copyOf(burnRates);
        }

        /** The share of the error budget that is left, below 0 if it is overdrawn; 1 without events. */
        public double budgetRemaining() {
            return promised.counts().budgetRemaining(objective.budget());
        }

        /** Bad events that the target allows among those counted so far. */
        public double allowedBad() {
            return objective.budget() * promised.counts().valid();
        }
    }

    /**
     * One objective over one time. Immutable.
     *
     * @param counts what was counted
     * @param verdict whether it holds
     * @param latencies how long events took; without events for an indicator that has no threshold
     */
    public record WindowReport(WindowCounts counts, Verdict verdict, Latencies latencies) {}
}
