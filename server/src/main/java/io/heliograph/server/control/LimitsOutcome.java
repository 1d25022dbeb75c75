package io.heliograph.server.control;

import java.util.List;
import java.util.Map;

/** What became of a change of the limits. Immutable. */
public sealed interface LimitsOutcome {

    /**
     * It is possible, and was not made: it was only looked at.
     *
     * @param differences what it would change
     * @param consequences what it would do to the running server, one line each
     */
    record Preview(List<LimitDifference> differences, List<String> consequences) implements LimitsOutcome {
        public Preview {
            differences = List.copyOf(differences);
            consequences = List.copyOf(consequences);
        }
    }

    /** It is in force under this version. */
    record Applied(long version) implements LimitsOutcome {}

    /**
     * Somebody else was quicker, and nothing was changed.
     *
     * @param current the version in force
     * @param meanwhile the changes made since, newest first
     */
    record Conflict(long current, List<LimitsVersion> meanwhile) implements LimitsOutcome {
        public Conflict {
            meanwhile = List.copyOf(meanwhile);
        }
    }

    /** Keys are unknown or values impossible, and nothing was changed; one line for each bad key, by its full name. */
    record Invalid(Map<String, String> problems) implements LimitsOutcome {
        public Invalid {
            problems = Map.copyOf(problems);
        }
    }
}
