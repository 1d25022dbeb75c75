package io.heliograph.server.slo;

import java.util.List;
import java.util.Optional;

/**
 * What a store holds. Immutable.
 *
 * @param tallies all that are young enough
 * @param holes all that are young enough, oldest first
 * @param run what is known of the latest process, empty for a new store
 */
public record StoredSlo(List<StoredTally> tallies, List<Hole> holes, Optional<Run> run) {

    public StoredSlo {
        tallies = List.copyOf(tallies);
        holes = List.copyOf(holes);
    }

    static StoredSlo nothing() {
        return new StoredSlo(List.of(), List.of(), Optional.empty());
    }

    /**
     * The state of the record at its last saving. Immutable.
     *
     * @param sinceSec when counting began, seconds since 1970
     * @param savedSec up to when everything was saved, seconds since 1970
     * @param isClosed whether the process ended well after that
     */
    public record Run(long sinceSec, long savedSec, boolean isClosed) {}
}
