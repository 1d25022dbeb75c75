package io.heliograph.server.control;

import io.heliograph.server.audit.AuditAction;
import io.heliograph.server.audit.AuditEntry;
import io.heliograph.server.audit.AuditFinding;
import io.heliograph.server.audit.AuditLog;
import io.heliograph.server.audit.AuditRecord;
import java.util.List;

/**
 * The audit for an operator: who did what, when and why. Every viewer may look and have the chain verified; taking a copy along takes
 * the role operator and leaves an entry itself. Thread-safe.
 */
public final class AuditControl {
    /** An export is made in memory; this many entries of usual size are about 20 MB. */
    private static final int MAX_EXPORTED = 50_000;

    private final AuditLog log;
    private final AuditTrail trail;

    /** The audit that is kept there. */
    public AuditControl(AuditLog log) {
        this.log = log;
        this.trail = new AuditTrail(log);
    }

    /** Entries, newest first. */
    public AuditPage page(Operator operator, AuditQuery query) {
        operator.require(Role.VIEWER, "see the audit");
        List<AuditEntry> found = Unavailable.unless(() -> log.newest(query.filter(), query.limit() + 1));
        return new AuditPage(
                found.stream().limit(query.limit()).map(AuditEntryView::of).toList(), found.size() > query.limit());
    }

    /** Walks along the whole chain; takes about a second for 100,000 entries. */
    public AuditVerdict verify(Operator operator) {
        operator.require(Role.VIEWER, "verify the audit");
        AuditFinding finding = Unavailable.unless(log::verify);
        return new AuditVerdict(
                finding.isIntact(),
                finding.entries(),
                finding.firstBadSequence().stream().boxed().findFirst(),
                finding.words());
    }

    /**
     * All entries that are wanted, newest first, as comma-separated values; the limit of the query does not count.
     *
     * @throws ControlException if the role does not allow it, if more than 50,000 entries are wanted, or if the audit cannot be used
     */
    public String exportCsv(Operator operator, AuditQuery query) {
        operator.require(Role.OPERATOR, "export the audit");
        List<AuditEntry> found = Unavailable.unless(() -> log.newest(query.filter(), MAX_EXPORTED + 1));
        if (found.size() > MAX_EXPORTED) {
            throw new ControlException(
                    ControlException.Kind.INVALID,
                    "more than " + MAX_EXPORTED + " entries are wanted: narrow the time and export twice");
        }
        AuditRecord record = trail.by(operator, AuditAction.AUDIT_EXPORT, found.size() + " entries");
        trail.append(record.changing("", words(query)));
        return AuditExport.csv(found);
    }

    private static String words(AuditQuery query) {
        return String.join(
                "\n",
                "from: " + query.from().map(String::valueOf).orElse("the beginning"),
                "until: " + query.until().map(String::valueOf).orElse("now"),
                "author: " + query.author(),
                "action: " + query.action(),
                "text: " + query.text());
    }
}
