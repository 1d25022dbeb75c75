package io.heliograph.server.limits;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * One stored change of the limits. Immutable.
 *
 * @param version the version it made, at least 1
 * @param at when it was stored
 * @param author who made it, not blank
 * @param reason why, may be empty
 * @param changes what it changed, secrets masked
 */
public record LimitsChange(long version, Instant at, String author, String reason, List<ValueChange> changes) {

    public LimitsChange {
        requireNonNull(at, "at");
        requireNonNull(reason, "reason");
        if (author.isBlank()) {
            throw new IllegalArgumentException("a change of the limits needs an author");
        }
        changes = List.copyOf(changes);
    }
}
