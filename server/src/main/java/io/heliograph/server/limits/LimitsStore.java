package io.heliograph.server.limits;

import java.util.List;
import java.util.Optional;

/**
 * Keeps the limits in force and how they came about, and leaves an entry in the audit for each change: both or neither.
 * Implementations are thread-safe.
 */
public interface LimitsStore {

    /** The limits stored last. */
    Limits current();

    /**
     * Stores new limits if nobody else has done so since.
     *
     * @param expectedVersion the version of the limits that the change is based on
     * @param limits the new limits; their own version does not matter
     * @param note who makes the change, and why
     * @return the limits as stored, with their new version
     * @throws LimitsConflictException if another version is in force; nothing is stored then
     * @throws io.heliograph.server.error.StoreException if it cannot be written; nothing is stored then
     */
    Limits save(long expectedVersion, Limits limits, ChangeNote note);

    /** The limits of a stored version; empty if it was never stored or is forgotten. */
    Optional<Limits> version(long version);

    /** The stored changes, newest first; a store may forget the oldest. */
    List<LimitsChange> history();
}
