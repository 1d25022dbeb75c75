package io.heliograph.server.limits;

import java.util.List;
import java.util.Optional;

/** Keeps the limits in force and how they came about. Implementations are thread-safe. */
public interface LimitsStore {

    /** The limits stored last. */
    Limits current();

    /**
     * Stores new limits if nobody else has done so since.
     *
     * @param expectedVersion the version of the limits that the change is based on
     * @param limits the new limits; their own version does not matter
     * @param author who makes the change, not blank
     * @param reason why, may be empty
     * @return the limits as stored, with their new version
     * @throws LimitsConflictException if another version is in force; nothing is stored then
     * @throws IllegalArgumentException if the author is blank; nothing is stored then
     */
    Limits save(long expectedVersion, Limits limits, String author, String reason);

    /** The limits of a stored version; empty if it was never stored or is forgotten. */
    Optional<Limits> version(long version);

    /** The stored changes, newest first; a store may forget the oldest. */
    List<LimitsChange> history();
}
