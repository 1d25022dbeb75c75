package io.heliograph.server.store;

import io.heliograph.server.limits.Sli;
import io.heliograph.server.slo.Hole;
import io.heliograph.server.slo.SloBatch;
import io.heliograph.server.slo.SloStore;
import io.heliograph.server.slo.StoredSlo;
import io.heliograph.server.slo.StoredTally;
import io.heliograph.server.slo.Tally;
import io.heliograph.server.slo.TallyKey;
import io.heliograph.server.slo.TallySpan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Keeps the objectives' counts in the database. Thread-safe. */
public final class SloTables implements SloStore {
    private final SharedDatabase database;

    public SloTables(SharedDatabase database) {
        this.database = database;
    }

    @Override
    public StoredSlo load(long minutesFrom, long hoursFrom) {
        return database.read(handle -> new StoredSlo(
                handle.createQuery("""
                                SELECT sli, span, start_minute, valid_count, good_count, shed_count, judged_by, latencies
                                FROM slo_tally
                                WHERE (span = 'minute' AND start_minute >= :minutes)
                                   OR (span = 'hour' AND start_minute >= :hours)
                                """)
                        .bind("minutes", minutesFrom)
                        .bind("hours", hoursFrom)
                        .map((row, context) -> tally(row))
                        .list(),
                handle.createQuery("SELECT from_sec, until_sec, cause FROM slo_hole ORDER BY from_sec, until_sec")
                        .map((row, context) -> new Hole(
                                row.getLong(1),
                                row.getLong(2),
                                Hole.Cause.valueOf(row.getString(3).toUpperCase(Locale.ROOT))))
                        .list(),
                handle.createQuery("SELECT since_sec, saved_sec, is_closed FROM slo_run")
                        .map((row, context) -> new StoredSlo.Run(row.getLong(1), row.getLong(2), row.getBoolean(3)))
                        .findFirst()));
    }

    @Override
    public void save(SloBatch batch) {
        database.write(handle -> {
            delete(handle, batch.removed());
            // Both databases know this way of replacing rows; their own shorter ones differ.
            delete(handle, batch.saved().stream().map(StoredTally::key).toList());
            insert(handle, batch.saved());
            handle.execute("DELETE FROM slo_tally WHERE span = 'minute' AND start_minute < ?", batch.minutesBefore());
            handle.execute("DELETE FROM slo_tally WHERE span = 'hour' AND start_minute < ?", batch.hoursBefore());
            handle.execute("DELETE FROM slo_hole");
            for (Hole hole : batch.holes()) {
                handle.execute(
                        "INSERT INTO slo_hole (from_sec, until_sec, cause) VALUES (?, ?, ?)",
                        hole.fromSec(),
                        hole.untilSec(),
                        hole.cause().name().toLowerCase(Locale.ROOT));
            }
            handle.execute("DELETE FROM slo_run");
            handle.execute(
                    "INSERT INTO slo_run (since_sec, saved_sec, is_closed) VALUES (?, ?, ?)",
                    batch.run().sinceSec(),
                    batch.run().savedSec(),
                    batch.run().isClosed());
            return batch;
        });
    }

    private static void delete(Handle handle, List<TallyKey> keys) {
        if (keys.isEmpty()) {
            return;
        }
        PreparedBatch rows =
                handle.prepareBatch("DELETE FROM slo_tally WHERE sli = ? AND span = ? AND start_minute = ?");
        keys.forEach(key -> rows.add(key.sli().label(), label(key.span()), key.startMinute()));
        rows.execute();
    }

    private static void insert(Handle handle, List<StoredTally> tallies) {
        if (tallies.isEmpty()) {
            return;
        }
        PreparedBatch rows = handle.prepareBatch("""
                INSERT INTO slo_tally
                    (sli, span, start_minute, valid_count, good_count, shed_count, judged_by, latencies)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """);
        for (StoredTally stored : tallies) {
            Tally tally = stored.tally();
            rows.add(
                    stored.key().sli().label(),
                    label(stored.key().span()),
                    stored.key().startMinute(),
                    tally.valid(),
                    tally.good(),
                    tally.shed(),
                    tally.rule(),
                    Base64.getEncoder().encodeToString(tally.latencies()));
        }
        rows.execute();
    }

    private static StoredTally tally(ResultSet row) throws SQLException {
        TallyKey key = new TallyKey(
                Sli.valueOf(row.getString(1).toUpperCase(Locale.ROOT)),
                TallySpan.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                row.getLong(3));
        return new StoredTally(
                key,
                new Tally(
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getString(7),
                        Base64.getDecoder().decode(row.getString(8))));
    }

    private static String label(TallySpan span) {
        return span.name().toLowerCase(Locale.ROOT);
    }
}
