package io.heliograph.server;

import io.heliograph.server.audit.AuditLog;
import io.heliograph.server.audit.InMemoryAuditLog;
import io.heliograph.server.config.ServerConfig;
import io.heliograph.server.limits.InMemoryLimitsStore;
import io.heliograph.server.limits.LimitsStore;
import java.time.InstantSource;

/**
 * What a server keeps for its operators.
 *
 * @param limits the changes of the limits
 * @param audit who did what
 */
record Stores(LimitsStore limits, AuditLog audit) {

    /** Stores that live as long as the process. */
    static Stores inMemory(ServerConfig config) {
        AuditLog audit = new InMemoryAuditLog(InstantSource.system());
        return new Stores(new InMemoryLimitsStore(config.limits(), audit, InstantSource.system()), audit);
    }
}
