package io.heliograph.server.slo;

import java.util.List;

/**
 * What a store is to hold from now on, all or nothing. Immutable.
 *
 * @param removed tallies to delete first; those that are not there are no error
 * @param saved tallies to write, in place of those with the same keys
 * @param holes all holes worth keeping, in place of those stored
 * @param minutesBefore tallies of a minute that start before this minute are deleted
 * @param hoursBefore tallies of an hour that start before this minute are deleted
 * @param run the state of the record once this is stored
 */
public record SloBatch(
        List<TallyKey> removed,
        List<StoredTally> saved,
        List<Hole> holes,
        long minutesBefore,
        long hoursBefore,
        StoredSlo.Run run) {

    public SloBatch {
        removed = List.copyOf(removed);
        saved = List.copyOf(saved);
        holes = List.copyOf(holes);
    }
}
