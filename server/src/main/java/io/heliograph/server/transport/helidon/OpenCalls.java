package io.heliograph.server.transport.helidon;

import io.heliograph.server.time.Ticker;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How many calls are open on all connections. Thread-safe. */
final class OpenCalls {
    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition none = lock.newCondition();
    private int count;

    OpenCalls(Ticker ticker) {
        this.ticker = ticker;
    }

    void add(int change) {
        lock.lock();
        try {
            count += change;
            if (count == 0) {
                none.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is none, at most that long; whether there is none. */
    boolean awaitNone(long nanos) throws InterruptedException {
        long deadline = ticker.nanos() + nanos;
        lock.lockInterruptibly();
        try {
            for (long left = nanos; count > 0 && left > 0; left = deadline - ticker.nanos()) {
                @SuppressWarnings("unused") // the loop looks at the clock itself
                long remaining = none.awaitNanos(left);
            }
            return count == 0;
        } finally {
            lock.unlock();
        }
    }
}
