package io.heliograph.server.audit;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A record in its place in the chain, as it was stored or as somebody left it. Immutable.
 *
 * @param sequence counts the entries from 1, without a gap
 * @param at when it was made, in whole milliseconds, which every database keeps
 * @param record what happened
 * @param previousHash {@link #hash} of the entry before, {@link AuditHead#NO_ENTRIES} before the first
 * @param hash SHA-256 over all of the above, lower-case hex
 */
public record AuditEntry(long sequence, Instant at, AuditRecord record, String previousHash, String hash) {

    public AuditEntry {
        requireNonNull(at, "at");
        requireNonNull(record, "record");
        requireNonNull(previousHash, "previousHash");
        requireNonNull(hash, "hash");
    }
}
