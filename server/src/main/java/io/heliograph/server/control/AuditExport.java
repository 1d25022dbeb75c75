package io.heliograph.server.control;

import io.heliograph.server.audit.AuditEntry;
import io.heliograph.server.audit.AuditRecord;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Entries of the audit as comma-separated values (RFC 4180). Pure. */
final class AuditExport {
    private static final String HEADER =
            "sequence,at,author,role,origin,action,target,before,after,reason,done,previous_hash,hash";

    private AuditExport() {}

    /** A header line and a line per entry, in the order given. */
    static String csv(List<AuditEntry> entries) {
        return Stream.concat(Stream.of(HEADER), entries.stream().map(AuditExport::row))
                .collect(Collectors.joining("\r\n", "", "\r\n"));
    }

    private static String row(AuditEntry entry) {
        AuditRecord record = entry.record();
        return Stream.of(
                        Long.toString(entry.sequence()),
                        entry.at().toString(),
                        record.author(),
                        record.role(),
                        record.origin(),
                        record.action(),
                        record.target(),
                        record.before(),
                        record.after(),
                        record.reason(),
                        record.isSuccess() ? "yes" : "no",
                        entry.previousHash(),
                        entry.hash())
                .map(AuditExport::field)
                .collect(Collectors.joining(","));
    }

    /** A field that a spreadsheet would take for a formula gets an apostrophe in front. */
    private static String field(String text) {
        String safe = !text.isEmpty() && "=+-@".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean isPlain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return isPlain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
