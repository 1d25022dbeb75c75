package io.heliograph.console.objectives;

import com.vaadin.flow.component.badge.Badge;
import com.vaadin.flow.component.badge.BadgeVariant;
import io.heliograph.console.words.Words;
import io.heliograph.server.control.ObjectiveVerdict;
import io.heliograph.server.control.ObjectiveWindow;

/** Verdicts as badges and words. Stateless. */
final class Verdicts {
    private Verdicts() {}

    static Badge badge(ObjectiveVerdict verdict) {
        Badge badge = new Badge(verdict.label());
        switch (verdict) {
            case MET -> badge.addThemeVariants(BadgeVariant.SUCCESS);
            case MISSED -> badge.addThemeVariants(BadgeVariant.ERROR);
            case NOT_ENOUGH_DATA -> {
                // Neither good nor bad.
            }
        }
        return badge;
    }

    /** Good of valid events, as in {@code 99.31 % (1,432 of 1,442)}. */
    static String attainment(ObjectiveWindow window) {
        return window.valid() == 0
                ? "no events"
                : Words.percent(window.attainment(), 2) + " (" + window.good() + " of " + window.valid() + ")";
    }

    /** From when on the counts are complete, if that is not the whole window; empty if it is. */
    static String truth(ObjectiveWindow window) {
        String since = Words.moment(window.validSince()) + " UTC";
        return switch (window.validSinceCause()) {
            case "window" -> "";
            case "start" -> "counted since " + since;
            case "killed" -> "complete since " + since + ": the server was killed before";
            case "clock_ahead", "clock_back" -> "complete since " + since + ": the clock jumped then";
            case "objective_changed" -> "judged by one rule since " + since + ": the objective was changed then";
            default -> "complete since " + since;
        };
    }
}
