package io.heliograph.server.concurrent;

import static java.util.Objects.requireNonNull;

import io.heliograph.server.time.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A gate that lets in a number of units which may change while it is in use. Lowering the limit below what is in use throws nobody
 * out: the debt is paid as holders give back. Waiters are served in the order in which they came, and nobody overtakes them, so a
 * large request is not starved by small ones; a request larger than the whole limit is refused at once, because it would only block
 * those behind it. Its price: units come back only if their {@link Permit} is closed. Thread-safe.
 */
public final class AdjustableSemaphore implements AutoCloseable {
    /** What {@link #limit} says where there is none. */
    public static final long UNLIMITED = 0;

    private static final long EVERYTHING = Long.MAX_VALUE;

    private final String name;
    private final Ticker ticker;

    /** Guards the fields below. Package-private so that a test can hold a waiter on its way out. */
    final ReentrantLock lock = new ReentrantLock();

    /*
     * Units are handed over, not fought for: whoever makes room (a permit given back, a raised limit, a waiter ahead that left) walks
     * the line from its head, takes the units on behalf of each waiter that now fits, and wakes it. A waiter therefore finds its
     * outcome decided when it wakes; if it wakes for another reason (timeout, interrupt) it looks at the outcome first, under the
     * same lock, so that granted units are never lost.
     */
    private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
    private long limit;
    private long inUse;
    private boolean closed;

    /**
     * An open gate with nothing in use.
     *
     * @param name what the units are, plural, as it reads in "sessions 50 of 50 in use"
     * @param limit most units in use at once; 0 or less lets everything pass, but still counts it
     * @param ticker says when permits were taken
     */
    public AdjustableSemaphore(String name, long limit, Ticker ticker) {
        this.name = requireNonNull(name, "name");
        this.ticker = requireNonNull(ticker, "ticker");
        this.limit = effective(limit);
    }

    /** A gate that lets everything pass, and counts it. */
    public static AdjustableSemaphore unlimited(String name, Ticker ticker) {
        return new AdjustableSemaphore(name, UNLIMITED, ticker);
    }

    /**
     * Takes units if they are free and nobody waits for some. Never waits.
     *
     * @param units at least 1
     * @return the permit, or nothing: refused or closed
     */
    public Optional<Permit> tryAcquire(long units) {
        requirePositive(units);
        lock.lock();
        try {
            if (closed || !waiters.isEmpty() || !fits(units)) {
                return Optional.empty();
            }
            inUse += units;
        } finally {
            lock.unlock();
        }
        return Optional.of(permit(units));
    }

    /**
     * Takes units, waiting for them behind those who came before.
     *
     * @param units at least 1
     * @param timeout longest wait; 0 or less does not wait
     * @return the permit, or nothing: timed out, closed, or more than the whole limit
     * @throws InterruptedException if interrupted before or while waiting; nothing is held then
     */
    public Optional<Permit> acquire(long units, Duration timeout) throws InterruptedException {
        requirePositive(units);
        long waitNanos = TimeUnit.NANOSECONDS.convert(timeout);
        lock.lockInterruptibly();
        try {
            if (closed || units > limit) {
                return Optional.empty();
            }
            if (waiters.isEmpty() && fits(units)) {
                inUse += units;
            } else if (!awaitGrant(units, waitNanos)) {
                return Optional.empty();
            }
        } finally {
            lock.unlock();
        }
        return Optional.of(permit(units));
    }

    /**
     * Changes the limit at once, for waiters too. Units in use stay in use, also above a lower limit.
     *
     * @param newLimit most units in use at once; 0 or less lets everything pass
     */
    public void resize(long newLimit) {
        lock.lock();
        try {
            limit = effective(newLimit);
            serveWaiters();
        } finally {
            lock.unlock();
        }
    }

    /** Most units in use at once, {@link #UNLIMITED} if there is no limit. */
    public long limit() {
        lock.lock();
        try {
            return limit == EVERYTHING ? UNLIMITED : limit;
        } finally {
            lock.unlock();
        }
    }

    /** Units in use; above the limit after it was lowered. */
    public long inUse() {
        lock.lock();
        try {
            return inUse;
        } finally {
            lock.unlock();
        }
    }

    /** Units that are free: never below 0, next to {@link Long#MAX_VALUE} without a limit. */
    public long available() {
        lock.lock();
        try {
            return Math.max(0, limit - inUse);
        } finally {
            lock.unlock();
        }
    }

    /** Threads that wait. */
    public int waiting() {
        lock.lock();
        try {
            return waiters.size();
        } finally {
            lock.unlock();
        }
    }

    /** Why it refuses, in numbers: {@code sessions 50 of 50 in use, 3 waiting}. */
    public String describe() {
        lock.lock();
        try {
            String bound = limit == EVERYTHING ? " in use, no limit, " : " of " + limit + " in use, ";
            return name + " " + inUse + bound + waiters.size() + " waiting" + (closed ? ", closed" : "");
        } finally {
            lock.unlock();
        }
    }

    /** Refuses everybody from now on, those who wait too. Permits still come back. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            serveWaiters();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return describe();
    }

    /** Waits in line; the caller holds the lock. Whatever ends the wait, the waiter has left the line afterwards. */
    private boolean awaitGrant(long units, long waitNanos) throws InterruptedException {
        if (waitNanos <= 0) {
            return false;
        }
        Waiter waiter = new Waiter(units, lock.newCondition());
        waiters.addLast(waiter);
        long remainingNanos = waitNanos;
        try {
            while (waiter.outcome == Outcome.WAITING && remainingNanos > 0) {
                remainingNanos = waiter.decided.awaitNanos(remainingNanos);
            }
        } catch (InterruptedException e) {
            if (waiter.outcome == Outcome.GRANTED) {
                release(units);
            }
            throw e;
        } finally {
            if (waiter.outcome == Outcome.WAITING) {
                waiters.remove(waiter);
                serveWaiters();
            }
        }
        return waiter.outcome == Outcome.GRANTED;
    }

    /** Decides from the head of the line on, as far as decisions can be made; the caller holds the lock. */
    private void serveWaiters() {
        Waiter head = waiters.peekFirst();
        while (head != null) {
            boolean refused = closed || head.units > limit;
            if (!refused && !fits(head.units)) {
                return;
            }
            if (!refused) {
                inUse += head.units;
            }
            head.outcome = refused ? Outcome.REFUSED : Outcome.GRANTED;
            head.decided.signal();
            waiters.removeFirst();
            head = waiters.peekFirst();
        }
    }

    private void release(long units) {
        lock.lock();
        try {
            inUse -= units;
            serveWaiters();
        } finally {
            lock.unlock();
        }
    }

    private Permit permit(long units) {
        return new Permit(name, units, ticker.nanos(), () -> release(units));
    }

    /** Written so that it cannot overflow: the limit and the use are never negative. */
    private boolean fits(long units) {
        return units <= limit - inUse;
    }

    private static long effective(long limit) {
        return limit <= 0 ? EVERYTHING : limit;
    }

    private static void requirePositive(long units) {
        if (units < 1) {
            throw new IllegalArgumentException("units must be at least 1, not " + units);
        }
    }

    private enum Outcome {
        WAITING,
        GRANTED,
        REFUSED
    }

    /** One thread in line; its outcome is guarded by the lock. */
    private static final class Waiter {
        final long units;
        final Condition decided;
        Outcome outcome = Outcome.WAITING;

        Waiter(long units, Condition decided) {
            this.units = units;
            this.decided = decided;
        }
    }
}
