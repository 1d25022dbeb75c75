package io.heliograph.server.audit;

import static java.util.Objects.requireNonNull;

/**
 * The last entry of the chain, kept apart from it: entries cut off at the end are missed by it. Immutable.
 *
 * @param sequence of the last entry; 0 = there is none
 * @param hash of the last entry
 */
public record AuditHead(long sequence, String hash) {
    /** Stands for the hash before the first entry. */
    public static final String NO_ENTRIES = "0".repeat(64);

    /** The head of a chain without entries. */
    public static final AuditHead EMPTY = new AuditHead(0, NO_ENTRIES);

    public AuditHead {
        requireNonNull(hash, "hash");
    }
}
