package io.heliograph.console.live;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Beats at a steady pace and lets its feeds publish. Thread-safe. */
public final class Pulse implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(Pulse.class.getName());
    private static final long STOP_SECONDS = 2;

    private final List<Feed<?>> feeds = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("console-pulse").factory());

    private Pulse() {}

    /** One that beats at that pace until it is closed. */
    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the executor
    public static Pulse start(Duration pace) {
        Pulse pulse = new Pulse();
        pulse.thread.scheduleAtFixedRate(pulse::beat, pace.toMillis(), pace.toMillis(), TimeUnit.MILLISECONDS);
        return pulse;
    }

    /** One that beats only when told to. */
    public static Pulse still() {
        return new Pulse();
    }

    void add(Feed<?> feed) {
        feeds.add(feed);
    }

    /** Lets every feed that is watched publish. */
    public void beat() {
        for (Feed<?> feed : feeds) {
            try {
                feed.publish();
            } catch (RuntimeException e) {
                LOGGER.log(WARNING, "the console misses figures for a moment: " + e);
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
