package io.heliograph.server.store;

import static java.util.Objects.requireNonNull;

import io.heliograph.server.audit.AuditChain;
import io.heliograph.server.audit.AuditEntry;
import io.heliograph.server.audit.AuditFilter;
import io.heliograph.server.audit.AuditFinding;
import io.heliograph.server.audit.AuditHead;
import io.heliograph.server.audit.AuditLog;
import io.heliograph.server.audit.AuditRecord;
import io.heliograph.server.audit.ChainCheck;
import io.heliograph.server.error.StoreException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Keeps the audit in the database. Thread-safe. Whoever changes something else in the same transaction locks the head first, so that
 * all changes of operators come one after the other, and none waits for another in a circle.
 */
public final class AuditTables implements AuditLog {
    private static final String COLUMNS =
            "sequence, made_at, author, author_role, origin, action, target, state_before,"
                    + " state_after, reason, is_success, previous_hash, hash";

    /** Entries read at a time while the chain is verified. */
    private static final int BATCH = 1_000;

    private final SharedDatabase database;
    private final InstantSource clock;

    public AuditTables(SharedDatabase database, InstantSource clock) {
        this.database = requireNonNull(database, "database");
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public AuditEntry append(AuditRecord record) {
        return database.write(handle -> append(handle, record));
    }

    @Override
    public List<AuditEntry> newest(AuditFilter filter, int limit) {
        Map<String, Object> values = new LinkedHashMap<>();
        String conditions = conditions(filter, values);
        return database.read(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM audit_entry WHERE 1 = 1"
                        + conditions + " ORDER BY sequence DESC LIMIT :limit")
                .bindMap(values)
                .bind("limit", limit)
                .map((row, context) -> entry(row))
                .list());
    }

    @Override
    public AuditFinding verify() {
        return database.read(AuditTables::verify);
    }

    /** Walks along the chain within a transaction of somebody else. */
    static AuditFinding verify(Handle handle) {
        ChainCheck check = new ChainCheck();
        long last = Long.MIN_VALUE;
        List<AuditEntry> batch;
        do {
            batch = handle.createQuery("SELECT " + COLUMNS
                            + " FROM audit_entry WHERE sequence > :last ORDER BY sequence LIMIT :batch")
                    .bind("last", last)
                    .bind("batch", BATCH)
                    .map((row, context) -> entry(row))
                    .list();
            batch.forEach(check::add);
            last = batch.isEmpty() ? last : batch.getLast().sequence();
        } while (!batch.isEmpty());
        return check.finish(head(handle, "").orElse(null));
    }

    /** Lets no other change of operators begin until this transaction ends. */
    static AuditHead lock(Handle handle) {
        return head(handle, " FOR UPDATE")
                .orElseThrow(
                        () -> new StoreException(
                                "the head of the audit is missing, so nothing can be appended: somebody has tampered with the database"));
    }

    /** Appends within a transaction of somebody else. */
    AuditEntry append(Handle handle, AuditRecord record) {
        AuditEntry entry = AuditChain.after(lock(handle), clock.instant(), record);
        handle.execute(
                "INSERT INTO audit_entry (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                entry.sequence(),
                entry.at().atOffset(ZoneOffset.UTC),
                record.author(),
                record.role(),
                record.origin(),
                record.action(),
                record.target(),
                record.before(),
                record.after(),
                record.reason(),
                record.isSuccess(),
                entry.previousHash(),
                entry.hash());
        handle.execute("UPDATE audit_head SET sequence = ?, hash = ? WHERE id = 1", entry.sequence(), entry.hash());
        return entry;
    }

    private static Optional<AuditHead> head(Handle handle, String lock) {
        return handle.createQuery("SELECT sequence, hash FROM audit_head WHERE id = 1" + lock)
                .map((row, context) -> new AuditHead(row.getLong(1), row.getString(2)))
                .findOne();
    }

    private static String conditions(AuditFilter filter, Map<String, Object> values) {
        StringBuilder sql = new StringBuilder();
        if (filter.beforeSequence() > 0) {
            sql.append(" AND sequence < :before");
            values.put("before", filter.beforeSequence());
        }
        filter.from().ifPresent(from -> {
            sql.append(" AND made_at >= :from");
            values.put("from", from.atOffset(ZoneOffset.UTC));
        });
        filter.until().ifPresent(until -> {
            sql.append(" AND made_at < :until");
            values.put("until", until.atOffset(ZoneOffset.UTC));
        });
        if (!filter.author().isEmpty()) {
            sql.append(" AND LOWER(author) = :author");
            values.put("author", filter.author());
        }
        if (!filter.action().isEmpty()) {
            sql.append(" AND action = :action");
            values.put("action", filter.action());
        }
        if (!filter.text().isEmpty()) {
            sql.append(" AND (LOWER(author) LIKE :text ESCAPE '!' OR LOWER(origin) LIKE :text ESCAPE '!'"
                    + " OR LOWER(target) LIKE :text ESCAPE '!' OR LOWER(state_before) LIKE :text ESCAPE '!'"
                    + " OR LOWER(state_after) LIKE :text ESCAPE '!' OR LOWER(reason) LIKE :text ESCAPE '!')");
            values.put("text", "%" + filter.text().replaceAll("([!%_])", "!$1") + "%");
        }
        return sql.toString();
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong(1),
                row.getObject(2, OffsetDateTime.class).toInstant(),
                new AuditRecord(
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        row.getString(8),
                        row.getString(9),
                        row.getString(10),
                        row.getBoolean(11)),
                row.getString(12),
                row.getString(13));
    }
}
