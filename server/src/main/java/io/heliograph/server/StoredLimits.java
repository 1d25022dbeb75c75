package io.heliograph.server;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.heliograph.server.concurrent.Closer;
import io.heliograph.server.error.StoreException;
import io.heliograph.server.limits.Limits;
import io.heliograph.server.limits.LiveLimits;
import io.heliograph.server.store.LimitsTables;
import io.heliograph.server.time.Periodic;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Reads the stored limits on a thread of its own, so that the start does not wait for more than the longer of models and database, and
 * goes on trying where the database cannot be used. Thread-safe.
 */
final class StoredLimits {
    private static final System.Logger LOGGER = System.getLogger(StoredLimits.class.getName());

    /** How long a start waits, once the models are there; H2 is open within a second, a PostgreSQL that is not there may hang. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Pause between attempts at a database that cannot be used. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final LimitsTables tables;
    private final CountDownLatch tried = new CountDownLatch(1);

    /** Starts reading. */
    StoredLimits(LimitsTables tables) {
        this.tables = tables;
        Thread.ofPlatform().daemon().name("store-open").start(() -> {
            try {
                attempt();
            } finally {
                tried.countDown();
            }
        });
    }

    /** Puts the stored limits in force if they can be read soon, else later. */
    void bringIntoForce(LiveLimits live, Closer closer) {
        try {
            if (!tried.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                LOGGER.log(
                        WARNING,
                        "the database is not open after " + PATIENCE.toSeconds()
                                + " s: the configured limits are in force until it is");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (tables.isSettled()) {
            putInForce(live);
            return;
        }
        closer.register(new Periodic("store-limits", RETRY, () -> {
            if (live.now().version() < tables.current().version() || attempt()) {
                putInForce(live);
            }
        }));
    }

    /** True once, when the stored limits have been read. */
    private boolean attempt() {
        if (tables.isSettled()) {
            return false;
        }
        try {
            tables.settle();
            return true;
        } catch (StoreException e) {
            // The database has said so itself.
            return false;
        }
    }

    private void putInForce(LiveLimits live) {
        Limits stored = tables.current();
        if (stored.version() > 0) {
            live.replace(stored);
            LOGGER.log(INFO, "the stored limits are in force: version " + stored.version());
        }
    }
}
