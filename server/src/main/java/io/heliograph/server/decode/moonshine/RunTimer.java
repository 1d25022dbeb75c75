package io.heliograph.server.decode.moonshine;

import io.heliograph.server.time.Ticker;

/** Sums the time spent inside the graphs. Confined to one thread. */
final class RunTimer {
    private final Ticker ticker;
    private long nanos;

    RunTimer(Ticker ticker) {
        this.ticker = ticker;
    }

    long start() {
        return ticker.nanos();
    }

    void stop(long start) {
        nanos += ticker.nanos() - start;
    }

    long nanos() {
        return nanos;
    }
}
