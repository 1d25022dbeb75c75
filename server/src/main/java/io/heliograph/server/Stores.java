package io.heliograph.server;

import io.heliograph.server.accounts.AccountStore;
import io.heliograph.server.accounts.InMemoryAccountStore;
import io.heliograph.server.audit.AuditLog;
import io.heliograph.server.audit.InMemoryAuditLog;
import io.heliograph.server.concurrent.Closer;
import io.heliograph.server.config.ServerConfig;
import io.heliograph.server.limits.InMemoryLimitsStore;
import io.heliograph.server.limits.LimitsStore;
import io.heliograph.server.limits.LiveLimits;
import io.heliograph.server.slo.InMemorySloStore;
import io.heliograph.server.slo.SloStore;
import io.heliograph.server.store.AccountTables;
import io.heliograph.server.store.AuditTables;
import io.heliograph.server.store.Database;
import io.heliograph.server.store.LimitsTables;
import io.heliograph.server.store.SharedDatabase;
import io.heliograph.server.store.SloTables;
import io.heliograph.server.time.Ticker;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What a server keeps, in one database or in memory.
 *
 * @param limits the changes of the limits
 * @param audit who did what
 * @param accounts who may operate the server
 * @param objectives what became of the objectives
 * @param database the database of all; empty if they live in memory
 * @param stored brings the limits of the database into force; empty if there is none
 */
record Stores(
        LimitsStore limits,
        AuditLog audit,
        AccountStore accounts,
        SloStore objectives,
        Optional<SharedDatabase> database,
        Optional<StoredLimits> stored) {

    /**
     * The stores of a server. One that opens neither HTTP nor the console has no operators, and leaves no file behind. A database is
     * opened meanwhile, while the caller loads models.
     */
    static Stores open(ServerConfig config, Closer closer, Ticker ticker) {
        InstantSource clock = InstantSource.system();
        if (!config.http().isOn() && !config.console().isOn()) {
            AuditLog audit = new InMemoryAuditLog(clock);
            return new Stores(
                    new InMemoryLimitsStore(config.limits(), audit, clock),
                    audit,
                    new InMemoryAccountStore(),
                    new InMemorySloStore(),
                    Optional.empty(),
                    Optional.empty());
        }
        SharedDatabase database = closer.register(new SharedDatabase(
                () -> Database.open(
                        config.store().url(),
                        config.store().user(),
                        config.store().password().reveal()),
                ticker));
        AuditTables audit = new AuditTables(database, clock);
        LimitsTables limits = new LimitsTables(database, audit, config.limits(), clock);
        return new Stores(
                limits,
                audit,
                new AccountTables(database),
                new SloTables(database),
                Optional.of(database),
                Optional.of(new StoredLimits(limits)));
    }

    /** Puts the stored limits in force, now or as soon as they can be read. */
    void bringIntoForce(LiveLimits live, Closer closer) {
        stored.ifPresent(limits -> limits.bringIntoForce(live, closer));
    }
}
