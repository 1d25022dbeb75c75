package io.heliograph.server.audit;

import java.util.OptionalLong;

/**
 * Whether the chain is whole. Immutable.
 *
 * @param entries entries that are there
 * @param firstBadSequence where it breaks first; empty if it is whole
 * @param words what was found, in one line
 */
public record AuditFinding(long entries, OptionalLong firstBadSequence, String words) {

    /** Whether every entry is as it was written, and none is missing. */
    public boolean isIntact() {
        return firstBadSequence.isEmpty();
    }
}
