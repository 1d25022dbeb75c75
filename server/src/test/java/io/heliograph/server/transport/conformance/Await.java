package io.heliograph.server.transport.conformance;

import io.heliograph.server.time.Ticker;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what must come. Pure. */
final class Await {
    private static final int PATIENCE_SECONDS = 20;

    private Await() {}

    static void until(String what, BooleanSupplier holds) {
        Ticker ticker = Ticker.system();
        long deadline = ticker.nanos() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!holds.getAsBoolean()) {
            if (ticker.nanos() > deadline) {
                throw new AssertionError("not within %d s: %s".formatted(PATIENCE_SECONDS, what));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
