package io.heliograph.server.control;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The objectives as they stand at one moment. Immutable.
 *
 * @param at that moment
 * @param configVersion version of the limits that hold them
 * @param since when counting began
 * @param savedUntil up to when all counts are stored; empty if none are
 * @param isStoreFailing whether the store failed when it was last asked
 * @param gaps times about which the counts are not the whole truth, oldest first
 * @param objectives all of them, in a fixed order
 */
public record ObjectivesView(
        Instant at,
        long configVersion,
        Instant since,
        Optional<Instant> savedUntil,
        boolean isStoreFailing,
        List<RecordGap> gaps,
        List<ObjectiveView> objectives) {

    public ObjectivesView {
        gaps = List.copyOf(gaps);
        objectives = List.copyOf(objectives);
    }
}
