package io.heliograph.server.trace;

import java.util.List;

/**
 * The slowest utterances by one objective, slowest first; only those that the objective counts. Immutable.
 *
 * @param lastHour of the running minute and the 60 before it
 * @param lastDay of the running hour and the 24 before it
 */
public record SlowestUtterances(List<SlowUtterance> lastHour, List<SlowUtterance> lastDay) {

    public SlowestUtterances {
        lastHour = List.copyOf(lastHour);
        lastDay = List.copyOf(lastDay);
    }
}
