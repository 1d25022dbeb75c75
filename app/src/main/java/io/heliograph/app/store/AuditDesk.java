package io.heliograph.app.store;

import io.heliograph.app.desk.ServerAnswerException;
import io.heliograph.server.control.AuditControl;
import io.heliograph.server.control.AuditPage;
import io.heliograph.server.control.AuditQuery;
import io.heliograph.server.control.AuditVerdict;
import io.heliograph.server.control.Operator;

/** The audit, wherever it is kept. Implementations are confined to the calling thread. */
interface AuditDesk {

    /** Whether the chain is whole. */
    AuditVerdict verify() throws ServerAnswerException, InterruptedException;

    /** Entries, newest first. */
    AuditPage page(AuditQuery query) throws ServerAnswerException, InterruptedException;

    /** All entries that are wanted, as comma-separated values; this leaves an entry itself. */
    String csv(AuditQuery query) throws ServerAnswerException, InterruptedException;

    /** The audit of a database that is open. */
    static AuditDesk of(AuditControl audit, Operator self) {
        return new AuditDesk() {
            @Override
            public AuditVerdict verify() {
                return audit.verify(self);
            }

            @Override
            public AuditPage page(AuditQuery query) {
                return audit.page(self, query);
            }

            @Override
            public String csv(AuditQuery query) {
                return audit.exportCsv(self, query);
            }
        };
    }
}
