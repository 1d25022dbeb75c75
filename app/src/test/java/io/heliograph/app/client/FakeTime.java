package io.heliograph.app.client;

import io.heliograph.server.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes only where somebody waits for it. Thread-safe. */
public final class FakeTime implements Ticker, Pause {
    private final AtomicLong now = new AtomicLong(1_000_000_000L);
    private final List<Long> waitedNanos = new ArrayList<>();

    @Override
    public long nanos() {
        return now.get();
    }

    @Override
    public synchronized void until(long momentNanos) {
        long wait = momentNanos - now.get();
        if (wait > 0) {
            waitedNanos.add(wait);
            now.set(momentNanos);
        }
    }

    /** Lets time pass. */
    public void advance(long nanos) {
        now.addAndGet(nanos);
    }

    /** Every wait there was. */
    public synchronized List<Long> waitedNanos() {
        return List.copyOf(waitedNanos);
    }
}
