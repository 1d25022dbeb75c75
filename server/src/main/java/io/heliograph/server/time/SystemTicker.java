package io.heliograph.server.time;

/** {@link System#nanoTime()} with an origin of its own. Thread-safe. */
final class SystemTicker implements Ticker {
    static final SystemTicker INSTANCE = new SystemTicker();

    private final long origin = System.nanoTime();

    private SystemTicker() {}

    @Override
    public long nanos() {
        return System.nanoTime() - origin;
    }
}
