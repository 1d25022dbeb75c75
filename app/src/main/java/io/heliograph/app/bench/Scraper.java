package io.heliograph.app.bench;

import io.heliograph.app.client.Pause;
import io.heliograph.server.time.Ticker;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads the metrics of a server ten times a second until it is closed: far more often than a Prometheus does. Thread-safe. */
final class Scraper implements AutoCloseable {
    private static final long DISTANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long PATIENCE_MILLIS = 30_000;

    private final AtomicInteger scrapes = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final Thread thread;

    Scraper(WatchedServer server, Ticker ticker) {
        thread = Thread.ofPlatform().name("scraper").start(() -> scrape(server, ticker));
    }

    private void scrape(WatchedServer server, Ticker ticker) {
        Pause pause = Pause.parking(ticker);
        long next = ticker.nanos();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    server.scrape();
                    scrapes.incrementAndGet();
                } catch (IOException e) {
                    failures.incrementAndGet();
                }
                next += DISTANCE_NANOS;
                pause.until(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "%d scrapes, %d failed".formatted(scrapes.get(), failures.get());
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
