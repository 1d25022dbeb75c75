package io.heliograph.app.client;

import io.heliograph.server.time.Ticker;
import java.util.concurrent.locks.LockSupport;

/** How a sender waits for its next moment. Thread-safe. */
@FunctionalInterface
public interface Pause {

    /**
     * Returns when the ticker has reached the moment, at once if it has passed.
     *
     * @throws InterruptedException if the thread is interrupted before
     */
    void until(long momentNanos) throws InterruptedException;

    /** Parks the calling thread. */
    static Pause parking(Ticker ticker) {
        return moment -> {
            for (long left = moment - ticker.nanos(); left > 0; left = moment - ticker.nanos()) {
                LockSupport.parkNanos(left);
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted with " + left + " ns left to wait");
                }
            }
        };
    }
}
