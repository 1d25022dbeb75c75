package io.heliograph.server.control;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How far the loading of a model is. Immutable.
 *
 * @param modelId the id that sessions ask for
 * @param status where it stands
 * @param startedAt empty = it waits
 * @param finishedAt empty = it is not at its end
 * @param durationSec how long it took, or 0
 * @param error why it failed, in one line; else empty
 */
public record ModelLoad(
        String modelId,
        Status status,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        double durationSec,
        String error) {

    /** Where a load stands. */
    public enum Status {
        QUEUED,
        RUNNING,
        SUCCESS,
        FAILED;

        /** As the contract writes it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether it is at its end. */
    public boolean isOver() {
        return finishedAt.isPresent();
    }
}
