package io.heliograph.console.objectives;

import io.heliograph.server.control.ObjectivesControl;

/** Periods of reports in words. Stateless. */
final class ObjectivesPeriod {
    /** Counts are kept that long. */
    static final long LONGEST_DAYS = ObjectivesControl.MAX_PERIOD.toDays();

    private ObjectivesPeriod() {}

    /** Why a time is not the whole truth. */
    static String cause(String cause) {
        return switch (cause) {
            case "killed" -> "the server was killed, and what was not saved is missing";
            case "clock_ahead" -> "the clock of the machine went ahead";
            case "clock_back" -> "the clock of the machine went back";
            default -> cause;
        };
    }
}
