package io.heliograph.server.control;

import io.heliograph.server.audit.AuditAction;
import io.heliograph.server.audit.AuditFilter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which entries of the audit are wanted. Immutable.
 *
 * @param from not before this
 * @param until before this
 * @param author this one alone, in any case; empty = everybody
 * @param action one of {@link #actions()}; empty = all
 * @param text somewhere in author, origin, target, values or reason, in any case; empty = anything
 * @param beforeSequence entries before this one, to page on; 0 = from the newest
 * @param limit most entries of a page, 1…500
 */
public record AuditQuery(
        Optional<Instant> from,
        Optional<Instant> until,
        String author,
        String action,
        String text,
        long beforeSequence,
        int limit) {
    private static final int MAX_LIMIT = 500;

    public AuditQuery {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new ControlException(
                    ControlException.Kind.INVALID,
                    "a page of the audit has 1 to " + MAX_LIMIT + " entries, but " + limit + " were asked for");
        }
    }

    /** The newest entries. */
    public static AuditQuery newest(int limit) {
        return new AuditQuery(Optional.empty(), Optional.empty(), "", "", "", 0, limit);
    }

    /** Every action there is. */
    public static List<String> actions() {
        return AuditAction.labels();
    }

    AuditFilter filter() {
        return new AuditFilter(from, until, author, action, text, beforeSequence);
    }
}
