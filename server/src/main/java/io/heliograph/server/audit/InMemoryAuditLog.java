package io.heliograph.server.audit;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** An audit that lives as long as the process: for servers without a database. Thread-safe. */
public final class InMemoryAuditLog implements AuditLog {
    /** Entries remembered; the oldest are forgotten. */
    static final int MAX_ENTRIES = 10_000;

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<AuditEntry> entries = new ArrayDeque<>();
    private AuditHead forgotten = AuditHead.EMPTY;
    private AuditHead head = AuditHead.EMPTY;

    public InMemoryAuditLog(InstantSource clock) {
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public AuditEntry append(AuditRecord record) {
        lock.lock();
        try {
            AuditEntry entry = AuditChain.after(head, clock.instant(), record);
            head = AuditChain.head(entry);
            entries.addFirst(entry);
            if (entries.size() > MAX_ENTRIES) {
                forgotten = AuditChain.head(entries.removeLast());
            }
            return entry;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<AuditEntry> newest(AuditFilter filter, int limit) {
        lock.lock();
        try {
            return entries.stream().filter(filter::takes).limit(limit).toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public AuditFinding verify() {
        lock.lock();
        try {
            ChainCheck check = new ChainCheck(forgotten);
            entries.descendingIterator().forEachRemaining(check::add);
            return check.finish(head);
        } finally {
            lock.unlock();
        }
    }
}
