package io.heliograph.server.control;

import java.time.Instant;
import java.util.List;

/**
 * One change of the limits. Immutable.
 *
 * @param version the version that it made, at least 1
 * @param at when
 * @param author who
 * @param reason why
 * @param differences what it changed
 */
public record LimitsVersion(long version, Instant at, String author, String reason, List<LimitDifference> differences) {

    public LimitsVersion {
        differences = List.copyOf(differences);
    }
}
