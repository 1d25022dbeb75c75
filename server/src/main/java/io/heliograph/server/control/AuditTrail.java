package io.heliograph.server.control;

import io.heliograph.server.audit.AuditAction;
import io.heliograph.server.audit.AuditLog;
import io.heliograph.server.audit.AuditRecord;

/** Writes down what operators do; what cannot be written down is not done, but for {@link LateAudit}. Thread-safe. */
final class AuditTrail {
    private final AuditLog log;

    AuditTrail(AuditLog log) {
        this.log = log;
    }

    /** An action of an operator that is done, to be completed. */
    AuditRecord by(Operator operator, AuditAction action, String target) {
        return AuditRecord.of(action, operator.name(), operator.role().label(), operator.origin(), target);
    }

    /**
     * Writes it down; before the action, where the two cannot be one transaction.
     *
     * @throws ControlException of kind UNAVAILABLE, if the audit cannot be written
     */
    void append(AuditRecord record) {
        Unavailable.unless(() -> log.append(record));
    }
}
