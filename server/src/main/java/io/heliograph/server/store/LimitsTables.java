package io.heliograph.server.store;

import static java.util.Objects.requireNonNull;

import io.heliograph.server.audit.AuditRecord;
import io.heliograph.server.limits.ChangeNote;
import io.heliograph.server.limits.LimitKey;
import io.heliograph.server.limits.Limits;
import io.heliograph.server.limits.LimitsChange;
import io.heliograph.server.limits.LimitsConflictException;
import io.heliograph.server.limits.LimitsStore;
import io.heliograph.server.limits.ValueChange;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;

/**
 * Keeps the limits in the database: their versions go on over restarts, and a change is there together with its entry in the audit or
 * not at all. Before the first change, {@link #settle} makes one of what is configured and what operators have set. Thread-safe.
 */
public final class LimitsTables implements LimitsStore {
    private static final ChangeNote CONFIGURED = new ChangeNote(
            ChangeNote.Cause.CONFIGURATION,
            "configuration",
            "",
            "server",
            "file, command line or environment say something else than before");

    private final SharedDatabase database;
    private final AuditTables audit;
    private final Limits configured;
    private final InstantSource clock;
    private final ReentrantLock adopting = new ReentrantLock();
    private volatile Limits current;
    private volatile boolean isSettled;

    /**
     * Starts with the configured limits.
     *
     * @param configured what file, command line and environment say
     */
    public LimitsTables(SharedDatabase database, AuditTables audit, Limits configured, InstantSource clock) {
        this.database = requireNonNull(database, "database");
        this.audit = requireNonNull(audit, "audit");
        this.configured = requireNonNull(configured, "configured");
        this.clock = requireNonNull(clock, "clock");
        this.current = configured;
    }

    @Override
    public Limits current() {
        return current;
    }

    /** Whether {@link #current} takes into account what is stored. */
    public boolean isSettled() {
        return isSettled;
    }

    /**
     * Reads what is stored and makes it fit the configuration. What operators have set holds as long as the configuration of that key
     * says the same as it did then; otherwise the configuration wins, and if anything differs from what was in force last, that is a
     * version of its own.
     *
     * @return the limits that hold now
     * @throws io.heliograph.server.error.StoreException if the database cannot be used; nothing has changed then
     */
    public Limits settle() {
        adopt(database.write(this::settle));
        isSettled = true;
        return current;
    }

    @Override
    public Limits save(long expectedVersion, Limits limits, ChangeNote note) {
        if (!isSettled) {
            settle();
        }
        try {
            Limits before = current;
            Limits saved = database.write(handle -> {
                AuditTables.lock(handle);
                long stored = LimitRows.lastVersion(handle);
                if (stored != expectedVersion || before.version() != expectedVersion) {
                    throw new LimitsConflictException(expectedVersion, stored);
                }
                return write(handle, before, limits, note);
            });
            adopt(saved);
            return saved;
        } catch (LimitsConflictException e) {
            // Perhaps it was not this process that was quicker.
            settle();
            throw e;
        }
    }

    @Override
    public Optional<Limits> version(long version) {
        return database.read(handle -> LimitRows.snapshot(handle, version))
                .map(snapshot -> LimitText.restored(snapshot, current).withVersion(version));
    }

    @Override
    public List<LimitsChange> history() {
        return database.read(LimitRows::history);
    }

    /** Of two threads that have read or written, the later version counts. */
    private void adopt(Limits limits) {
        adopting.lock();
        try {
            if (limits.version() >= current.version()) {
                current = limits;
            }
        } finally {
            adopting.unlock();
        }
    }

    private Limits settle(Handle handle) {
        AuditTables.lock(handle);
        long version = LimitRows.lastVersion(handle);
        Optional<String> snapshot = LimitRows.snapshot(handle, version);
        if (snapshot.isEmpty()) {
            return configured.withVersion(version);
        }
        List<LimitOverride> overrides = LimitRows.overrides(handle);
        // What was in force last: the snapshot, and the secrets that it lacks.
        Limits last = LimitText.restored(snapshot.get(), LimitOverride.apply(overrides, configured))
                .withVersion(version);
        List<LimitOverride> holding = overrides.stream()
                .filter(override -> override.holdsAgainst(configured))
                .toList();
        Limits next = LimitOverride.apply(holding, configured);
        LimitRows.keepOnly(handle, holding);
        return next.changesSince(last).isEmpty() ? next.withVersion(version) : write(handle, last, next, CONFIGURED);
    }

    /** Writes the next version, what operators have set since, and the entry of the audit. */
    private Limits write(Handle handle, Limits before, Limits limits, ChangeNote note) {
        Limits next = limits.withVersion(before.version() + 1);
        List<ValueChange> changes = next.changesSince(before);
        AuditRecord record = note.record(next.version(), changes);
        LimitRows.insert(handle, next.version(), clock.instant(), record, LimitText.snapshot(next));
        LimitRows.insert(handle, next.version(), changes);
        for (ValueChange change : changes) {
            LimitKey key = change.key();
            boolean isConfigured = Objects.equals(next.value(key), configured.value(key));
            LimitRows.override(
                    handle,
                    key,
                    isConfigured ? Optional.empty() : Optional.of(LimitOverride.of(key, next, configured)),
                    next.version());
        }
        audit.append(handle, record);
        return next;
    }
}
