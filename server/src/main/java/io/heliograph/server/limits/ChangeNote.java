package io.heliograph.server.limits;

import static java.util.Objects.requireNonNull;

import io.heliograph.server.audit.AuditAction;
import io.heliograph.server.audit.AuditRecord;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Who changes the limits, and why. Immutable.
 *
 * @param cause what brought it about
 * @param author who makes the change, not blank
 * @param role their role
 * @param origin from where
 * @param reason why, may be empty
 */
public record ChangeNote(Cause cause, String author, String role, String origin, String reason) {

    /** What brings a change about. */
    public enum Cause {
        /** An operator sets values. */
        CHANGE(AuditAction.LIMITS_CHANGE),
        /** An operator goes back to an earlier version. */
        ROLLBACK(AuditAction.LIMITS_ROLLBACK),
        /** File, command line or environment say something else than at the last start. */
        CONFIGURATION(AuditAction.LIMITS_CONFIGURATION);

        private final AuditAction action;

        Cause(AuditAction action) {
            this.action = action;
        }
    }

    public ChangeNote {
        requireNonNull(cause, "cause");
        requireNonNull(role, "role");
        requireNonNull(origin, "origin");
        requireNonNull(reason, "reason");
        if (author.isBlank()) {
            throw new IllegalArgumentException("a change of the limits needs an author");
        }
    }

    /** What the audit remembers of the change that made this version. */
    public AuditRecord record(long version, List<ValueChange> changes) {
        return AuditRecord.of(cause.action, author, role, origin, "limits version " + version)
                .changing(lines(changes, ValueChange::before), lines(changes, ValueChange::after))
                .because(reason);
    }

    private static String lines(List<ValueChange> changes, Function<ValueChange, String> value) {
        return changes.stream()
                .map(change -> change.key().fullName() + ": " + value.apply(change))
                .collect(Collectors.joining("\n"));
    }
}
