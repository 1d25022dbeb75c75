package io.heliograph.server.audit;

import java.util.List;

/**
 * Keeps the audit. Implementations are thread-safe and may wait for a disk; every call throws a
 * {@link io.heliograph.server.error.StoreException} if the audit cannot be read or written, and then nothing has happened.
 */
public interface AuditLog {

    /** Appends an entry; once this returns, it is on disk. */
    AuditEntry append(AuditRecord record);

    /**
     * The newest entries that are wanted, newest first.
     *
     * @param limit how many at most, at least 1
     */
    List<AuditEntry> newest(AuditFilter filter, int limit);

    /** Walks along the whole chain. */
    AuditFinding verify();
}
