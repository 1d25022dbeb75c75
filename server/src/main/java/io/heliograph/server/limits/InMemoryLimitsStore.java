package io.heliograph.server.limits;

import static java.util.Objects.requireNonNull;

import io.heliograph.server.audit.AuditLog;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Limits that live as long as the process: for servers without a database. Thread-safe. */
public final class InMemoryLimitsStore implements LimitsStore {
    /** Changes remembered; the oldest are forgotten. */
    static final int MAX_HISTORY = 1000;

    private final AuditLog audit;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Stored> history = new ArrayDeque<>();
    private volatile Limits current;

    /** A change and the limits it made. */
    private record Stored(LimitsChange change, Limits limits) {}

    /** Starts with these limits and their version. */
    public InMemoryLimitsStore(Limits initial, AuditLog audit, InstantSource clock) {
        this.current = requireNonNull(initial, "initial");
        this.audit = requireNonNull(audit, "audit");
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public Limits current() {
        return current;
    }

    @Override
    public Limits save(long expectedVersion, Limits limits, ChangeNote note) {
        lock.lock();
        try {
            Limits before = current;
            if (expectedVersion != before.version()) {
                throw new LimitsConflictException(expectedVersion, before.version());
            }
            Limits stored = limits.withVersion(before.version() + 1);
            List<ValueChange> changes = stored.changesSince(before);
            audit.append(note.record(stored.version(), changes));
            history.addFirst(new Stored(
                    new LimitsChange(stored.version(), clock.instant(), note.author(), note.reason(), changes),
                    stored));
            if (history.size() > MAX_HISTORY) {
                history.removeLast();
            }
            current = stored;
            return stored;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Limits> version(long version) {
        lock.lock();
        try {
            return history.stream()
                    .map(Stored::limits)
                    .filter(limits -> limits.version() == version)
                    .findFirst();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<LimitsChange> history() {
        lock.lock();
        try {
            return history.stream().map(Stored::change).toList();
        } finally {
            lock.unlock();
        }
    }
}
