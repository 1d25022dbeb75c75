package io.heliograph.server.limits;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Limits that live as long as the process: for servers without a database. Thread-safe. */
public final class InMemoryLimitsStore implements LimitsStore {
    /** Changes remembered; the oldest are forgotten. */
    static final int MAX_HISTORY = 1000;

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<LimitsChange> history = new ArrayDeque<>();
    private volatile Limits current;

    /** Starts with these limits and their version. */
    public InMemoryLimitsStore(Limits initial, InstantSource clock) {
        this.current = requireNonNull(initial, "initial");
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public Limits current() {
        return current;
    }

    @Override
    public Limits save(long expectedVersion, Limits limits, String author, String reason) {
        lock.lock();
        try {
            Limits before = current;
            if (expectedVersion != before.version()) {
                throw new LimitsConflictException(expectedVersion, before.version());
            }
            Limits stored = limits.withVersion(before.version() + 1);
            history.addFirst(
                    new LimitsChange(stored.version(), clock.instant(), author, reason, stored.changesSince(before)));
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
    public List<LimitsChange> history() {
        lock.lock();
        try {
            return List.copyOf(history);
        } finally {
            lock.unlock();
        }
    }
}
