package io.heliograph.server.control;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.util.Objects.requireNonNull;

import io.heliograph.server.audit.AuditAction;
import io.heliograph.server.audit.AuditLog;
import io.heliograph.server.audit.AuditRecord;
import io.heliograph.server.error.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes down what must not wait for a database: closing the door and ending a session, which an operator needs most when something
 * is wrong. While the audit cannot be written, the log holds the entry as a warning, and it is written, with the time of the action in
 * its reason, as soon as it can be. Thread-safe.
 */
public final class LateAudit implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(LateAudit.class.getName());

    /** How often it is tried again; a database that cannot be opened is left alone for two seconds anyway. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    /** While nothing waits. */
    private static final Duration CALM = Duration.ofMinutes(10);

    /** Entries that may wait; then actions are refused. More than anybody does by hand during an outage. */
    static final int MAX_WAITING = 200;

    private final AuditTrail trail;
    private final AuditLog log;
    private final InstantSource wall;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<AuditRecord> waiting = new ArrayDeque<>();

    private volatile Runnable onWaiting = () -> {};

    /** An audit that somebody else moves with {@link #catchUp()}, each {@link #pause()}. */
    public LateAudit(AuditLog log, InstantSource wall) {
        this.trail = new AuditTrail(log);
        this.log = requireNonNull(log, "log");
        this.wall = requireNonNull(wall, "wall");
    }

    /** As {@link AuditTrail#by}. */
    AuditRecord by(Operator operator, AuditAction action, String target) {
        return trail.by(operator, action, target);
    }

    /**
     * Writes it down now, behind whatever waits, or lets it wait.
     *
     * @throws ControlException of kind UNAVAILABLE, if the audit cannot be written and {@value #MAX_WAITING} entries wait already
     */
    void append(AuditRecord record) {
        lock.lock();
        try {
            writeWaiting();
            log.append(record);
        } catch (StoreException e) {
            if (waiting.size() >= MAX_WAITING) {
                throw new ControlException(
                        ControlException.Kind.UNAVAILABLE,
                        "not now, because the server's records cannot be used and " + MAX_WAITING
                                + " entries of the audit wait already: " + e.getMessage());
            }
            keep(record, String.valueOf(e.getMessage()));
        } finally {
            lock.unlock();
        }
    }

    /** What is done when an entry begins to wait; it must not wait itself. */
    public void whenOneWaits(Runnable action) {
        onWaiting = requireNonNull(action, "action");
    }

    /** Until it is worth trying again. */
    public Duration pause() {
        lock.lock();
        try {
            return waiting.isEmpty() ? CALM : RETRY;
        } finally {
            lock.unlock();
        }
    }

    /** Writes what waits, in the order of the actions, as far as that is possible now. */
    public void catchUp() {
        lock.lock();
        try {
            writeWaiting();
        } catch (StoreException e) {
            // They go on waiting; that the database fails is told where it fails.
            LOGGER.log(DEBUG, "entries of the audit go on waiting", e);
        } finally {
            lock.unlock();
        }
    }

    /** Tries for the last time, and says how many entries only the log has. */
    @Override
    public void close() {
        catchUp();
        lock.lock();
        try {
            if (!waiting.isEmpty()) {
                LOGGER.log(
                        WARNING,
                        waiting.size() + " entries are missing in the audit for good: the log has them, as warnings");
            }
        } finally {
            lock.unlock();
        }
    }

    private void writeWaiting() {
        int late = waiting.size();
        while (!waiting.isEmpty()) {
            log.append(waiting.getFirst());
            waiting.removeFirst();
        }
        if (late > 0) {
            LOGGER.log(INFO, "the audit has all entries again: " + late + " were written late");
        }
    }

    private void keep(AuditRecord record, String why) {
        LOGGER.log(
                WARNING,
                "the audit cannot be written (" + why + "), so this entry is written later: " + record.action() + " "
                        + record.target() + (record.isSuccess() ? "" : " (not done)") + " by " + record.author() + " ("
                        + record.role() + ", " + record.origin() + "), reason "
                        + record.reason().replace('\n', ' '));
        waiting.addLast(record.because(record.reason() + "\n(done at "
                + wall.instant().truncatedTo(ChronoUnit.SECONDS)
                + ", written later, because the audit could not be written then)"));
        onWaiting.run();
    }
}
