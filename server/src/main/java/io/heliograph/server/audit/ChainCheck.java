package io.heliograph.server.audit;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Walks along the chain in the order of the entries' sequence and notes where it breaks first. Confined to one thread.
 *
 * <p>It finds what was changed, deleted, added or moved by somebody who does not recompute every later hash and the head. Against
 * one who does, a head noted elsewhere helps: a chain that was whole then still holds it.
 */
public final class ChainCheck {
    private AuditHead last;
    private long entries;
    private @Nullable String problem;
    private long badSequence;

    /** Starts in front of the first entry. */
    public ChainCheck() {
        this(AuditHead.EMPTY);
    }

    /** Starts behind an entry that is no longer kept. */
    ChainCheck(AuditHead before) {
        this.last = before;
    }

    /** Takes the next entry. */
    public void add(AuditEntry entry) {
        entries++;
        if (problem != null) {
            return;
        }
        long expected = last.sequence() + 1;
        String hash = AuditChain.hash(entry.previousHash(), entry.sequence(), entry.at(), entry.record());
        if (entry.sequence() > expected) {
            broken(expected, missing(expected, entry.sequence() - 1));
        } else if (entry.sequence() < expected) {
            broken(entry.sequence(), "entry " + entry.sequence() + " stands where entry " + expected + " should");
        } else if (!hash.equals(entry.hash())) {
            broken(expected, "entry " + expected + " was changed: its content does not fit its hash");
        } else if (!entry.previousHash().equals(last.hash())) {
            broken(expected, "entry " + expected + " does not follow the entry before it: one of the two was replaced");
        }
        last = AuditChain.head(entry);
    }

    /**
     * What was found, once all entries were taken.
     *
     * @param head as it is stored; null if it is missing
     */
    public AuditFinding finish(@Nullable AuditHead head) {
        if (problem == null && head == null) {
            broken(last.sequence() + 1, "the head of the chain is missing: entries may have been cut off at the end");
        } else if (problem == null && head != null && head.sequence() > last.sequence()) {
            broken(last.sequence() + 1, missing(last.sequence() + 1, head.sequence()) + " at the end");
        } else if (problem == null && head != null && head.sequence() < last.sequence()) {
            broken(head.sequence() + 1, "entry " + (head.sequence() + 1) + " was added behind the end of the chain");
        } else if (problem == null && head != null && !head.hash().equals(last.hash())) {
            broken(
                    last.sequence(),
                    "the end of the chain was replaced: entry " + last.sequence() + " is not the one that was written");
        }
        String found = problem;
        return found == null
                ? new AuditFinding(
                        entries,
                        OptionalLong.empty(),
                        "the chain of " + entries + " entries is whole; its head is " + last.sequence() + ":"
                                + last.hash())
                : new AuditFinding(entries, OptionalLong.of(badSequence), found);
    }

    private void broken(long sequence, String words) {
        badSequence = sequence;
        problem = words;
    }

    private static String missing(long from, long until) {
        return from == until ? "entry " + from + " is missing" : "entries " + from + " to " + until + " are missing";
    }
}
