package io.heliograph.server.decode;

import io.heliograph.server.time.Ticker;

/** How much jobs run, and have run. Belongs to the scheduler's lock. */
final class BusyTime {
    private final Ticker ticker;
    private int running;
    private long nanos;
    private long countedNanos;

    BusyTime(Ticker ticker) {
        this.ticker = ticker;
    }

    /** More or fewer jobs run from now on. */
    void count(int change) {
        long now = ticker.nanos();
        nanos += running * (now - countedNanos);
        countedNanos = now;
        running += change;
    }

    int running() {
        return running;
    }

    /** Time of all jobs together until now, nanoseconds. */
    long nanos() {
        count(0);
        return nanos;
    }
}
