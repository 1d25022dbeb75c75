package io.heliograph.server.control;

import io.heliograph.server.audit.AuditEntry;
import io.heliograph.server.audit.AuditRecord;
import java.time.Instant;

/**
 * An entry of the audit. Immutable. Texts are as somebody typed them, but for control characters; secrets are masked.
 *
 * @param sequence counts the entries from 1
 * @param at when
 * @param author who
 * @param role their role then, empty where nobody was signed in
 * @param origin from where
 * @param action what was done, one of {@link AuditQuery#actions()}
 * @param target what it was done to, may be empty
 * @param before the state replaced, may be empty and have lines
 * @param after the state since, may be empty and have lines
 * @param reason why, may be empty
 * @param isSuccess whether it was done
 */
public record AuditEntryView(
        long sequence,
        Instant at,
        String author,
        String role,
        String origin,
        String action,
        String target,
        String before,
        String after,
        String reason,
        boolean isSuccess) {

    static AuditEntryView of(AuditEntry entry) {
        AuditRecord record = entry.record();
        return new AuditEntryView(
                entry.sequence(),
                entry.at(),
                record.author(),
                record.role(),
                record.origin(),
                record.action(),
                record.target(),
                record.before(),
                record.after(),
                record.reason(),
                record.isSuccess());
    }
}
