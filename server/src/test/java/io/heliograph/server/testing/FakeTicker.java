package io.heliograph.server.testing;

import io.heliograph.server.time.Ticker;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that tests move by hand. Thread-safe. */
public final class FakeTicker implements Ticker {
    private final AtomicLong now = new AtomicLong();

    @Override
    public long nanos() {
        return now.get();
    }

    public void advanceMillis(long millis) {
        now.addAndGet(millis * 1_000_000);
    }
}
