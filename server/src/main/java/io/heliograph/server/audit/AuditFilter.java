package io.heliograph.server.audit;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Which entries are wanted. Immutable.
 *
 * @param from not before this
 * @param until before this
 * @param author this one alone, in any case; empty = everybody
 * @param action this one alone; empty = all
 * @param text somewhere in author, origin, target, before, after or reason, in any case; empty = anything
 * @param beforeSequence before this entry; 0 = up to the newest
 */
public record AuditFilter(
        Optional<Instant> from,
        Optional<Instant> until,
        String author,
        String action,
        String text,
        long beforeSequence) {
    /** All entries. */
    public static final AuditFilter ALL = new AuditFilter(Optional.empty(), Optional.empty(), "", "", "", 0);

    public AuditFilter {
        requireNonNull(from, "from");
        requireNonNull(until, "until");
        author = author.strip().toLowerCase(Locale.ROOT);
        action = action.strip();
        text = text.strip().toLowerCase(Locale.ROOT);
    }

    /** The same, but only entries before this one. */
    public AuditFilter before(long sequence) {
        return new AuditFilter(from, until, author, action, text, sequence);
    }

    /** Whether an entry is wanted. */
    boolean takes(AuditEntry entry) {
        AuditRecord record = entry.record();
        return (beforeSequence <= 0 || entry.sequence() < beforeSequence)
                && from.map(at -> !entry.at().isBefore(at)).orElse(true)
                && until.map(at -> entry.at().isBefore(at)).orElse(true)
                && (author.isEmpty() || record.author().toLowerCase(Locale.ROOT).equals(author))
                && (action.isEmpty() || record.action().equals(action))
                && (text.isEmpty() || searched(record).contains(text));
    }

    private static String searched(AuditRecord record) {
        return String.join(
                        "\0",
                        record.author(),
                        record.origin(),
                        record.target(),
                        record.before(),
                        record.after(),
                        record.reason())
                .toLowerCase(Locale.ROOT);
    }
}
