package io.heliograph.server.store;

import io.heliograph.server.audit.AuditRecord;
import io.heliograph.server.limits.LimitKey;
import io.heliograph.server.limits.LimitsChange;
import io.heliograph.server.limits.ValueChange;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The rows of the limits, within a transaction of somebody else. Pure, but for the database. */
final class LimitRows {
    /** Changes that a history goes back; older ones stay in the tables. */
    private static final int MAX_HISTORY = 1_000;

    private LimitRows() {}

    /** The version stored last; 0 = none yet. */
    static long lastVersion(Handle handle) {
        return handle.createQuery("SELECT COALESCE(MAX(version), 0) FROM limit_version")
                .mapTo(Long.class)
                .one();
    }

    /** Every value of a version but the secrets; empty if it was never stored. */
    static Optional<String> snapshot(Handle handle, long version) {
        return handle.createQuery("SELECT snapshot FROM limit_version WHERE version = ?")
                .bind(0, version)
                .mapTo(String.class)
                .findOne();
    }

    /** Stores a version. */
    static void insert(Handle handle, long version, Instant at, AuditRecord record, String snapshot) {
        handle.execute(
                "INSERT INTO limit_version (version, made_at, action, author, author_role, origin, reason, snapshot)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                version,
                at.truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC),
                record.action(),
                record.author(),
                record.role(),
                record.origin(),
                record.reason(),
                snapshot);
    }

    /** Stores what a version changed. */
    static void insert(Handle handle, long version, List<ValueChange> changes) {
        if (changes.isEmpty()) {
            return;
        }
        PreparedBatch rows = handle.prepareBatch(
                "INSERT INTO limit_change (version, place, limit_key, shown_before, shown_after) VALUES (?, ?, ?, ?, ?)");
        int place = 0;
        for (ValueChange change : changes) {
            rows.add(version, place++, change.key().fullName(), change.before(), change.after());
        }
        rows.execute();
    }

    /** The changes stored last, newest first; keys of other releases are left out. */
    static List<LimitsChange> history(Handle handle) {
        Map<Long, List<ValueChange>> changes = new LinkedHashMap<>();
        handle.createQuery("""
                        SELECT version, limit_key, shown_before, shown_after FROM limit_change
                        WHERE version > (SELECT MAX(version) FROM limit_version) - :most
                        ORDER BY version DESC, place
                        """)
                .bind("most", MAX_HISTORY)
                .map((row, context) ->
                        new StoredChange(row.getLong(1), row.getString(2), row.getString(3), row.getString(4)))
                .forEach(row -> LimitKey.named(row.key())
                        .ifPresent(key -> changes.computeIfAbsent(row.version(), any -> new ArrayList<>())
                                .add(new ValueChange(key, row.before(), row.after()))));
        return handle.createQuery("""
                        SELECT version, made_at, author, reason FROM limit_version
                        ORDER BY version DESC LIMIT :most
                        """)
                .bind("most", MAX_HISTORY)
                .map((row, context) -> new LimitsChange(
                        row.getLong(1),
                        row.getObject(2, OffsetDateTime.class).toInstant(),
                        row.getString(3),
                        row.getString(4),
                        changes.getOrDefault(row.getLong(1), List.of())))
                .list();
    }

    /** What operators have set, by key. */
    static List<LimitOverride> overrides(Handle handle) {
        return handle.createQuery("SELECT limit_key, set_value, configured_then FROM limit_override ORDER BY limit_key")
                .map((row, context) -> new LimitOverride(row.getString(1), row.getString(2), row.getString(3)))
                .list();
    }

    /** Replaces what operators have set for a key. */
    static void override(Handle handle, LimitKey key, Optional<LimitOverride> value, long version) {
        handle.execute("DELETE FROM limit_override WHERE limit_key = ?", key.fullName());
        value.ifPresent(set -> handle.execute(
                "INSERT INTO limit_override (limit_key, set_value, configured_then, version) VALUES (?, ?, ?, ?)",
                set.key(),
                set.value(),
                set.configuredThen(),
                version));
    }

    /** Forgets what operators have set for known keys, but for these. */
    static void keepOnly(Handle handle, List<LimitOverride> holding) {
        for (LimitOverride override : overrides(handle)) {
            if (LimitKey.named(override.key()).isPresent() && !holding.contains(override)) {
                handle.execute("DELETE FROM limit_override WHERE limit_key = ?", override.key());
            }
        }
    }

    private record StoredChange(long version, String key, String before, String after) {}
}
