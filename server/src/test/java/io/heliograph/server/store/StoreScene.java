package io.heliograph.server.store;

import io.heliograph.server.limits.ChangeNote;
import io.heliograph.server.limits.Limits;
import io.heliograph.server.testing.FakeTicker;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** A server's stores over one database, as often as a test starts them. Confined to one thread. */
final class StoreScene implements AutoCloseable {
    static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");

    final FakeTicker ticker = new FakeTicker();
    final SharedDatabase database;
    final AuditTables audit;
    final LimitsTables limits;

    /**
     * Opens the stores as a server does.
     *
     * @param configured what the files of this start say, on top of the code defaults
     */
    StoreScene(String url, Map<String, Object> configured) {
        database = new SharedDatabase(() -> Database.open(url, "heliograph", ""), ticker);
        InstantSource clock = InstantSource.fixed(AT);
        audit = new AuditTables(database, clock);
        limits = new LimitsTables(database, audit, Limits.defaults().with(configured), clock);
    }

    /** A change by an operator, based on the limits in force. */
    Limits change(Map<String, Object> values) {
        Limits now = limits.current();
        return limits.save(now.version(), now.with(values), note("because"));
    }

    static ChangeNote note(String reason) {
        return new ChangeNote(ChangeNote.Cause.CHANGE, "ada", "operator", "cli", reason);
    }

    /** Runs a statement past every rule, as somebody with the database's file can. */
    void tamper(String statement) {
        database.write(handle -> handle.execute(statement));
    }

    @Override
    public void close() {
        database.close();
    }
}
