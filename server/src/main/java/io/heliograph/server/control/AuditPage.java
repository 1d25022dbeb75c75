package io.heliograph.server.control;

import java.util.List;

/**
 * A page of the audit. Immutable.
 *
 * @param entries newest first
 * @param hasOlder whether older ones are wanted, too
 */
public record AuditPage(List<AuditEntryView> entries, boolean hasOlder) {

    public AuditPage {
        entries = List.copyOf(entries);
    }
}
