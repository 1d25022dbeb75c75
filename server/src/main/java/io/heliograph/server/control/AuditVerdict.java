package io.heliograph.server.control;

import java.util.Optional;

/**
 * Whether the audit is as it was written. Immutable.
 *
 * @param isIntact whether nothing was changed, deleted, added or moved
 * @param entries entries that are there
 * @param firstBadSequence where the first break is; empty if there is none
 * @param finding what was found, in one line; of an intact one with the head of the chain, to be noted elsewhere
 */
public record AuditVerdict(boolean isIntact, long entries, Optional<Long> firstBadSequence, String finding) {}
