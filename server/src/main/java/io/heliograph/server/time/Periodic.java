package io.heliograph.server.time;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs a task again and again on a virtual thread of its own, with a pause after each run. Thread-safe. */
public final class Periodic implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(Periodic.class.getName());

    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    /**
     * Starts.
     *
     * @param name of the thread
     * @param pause between runs, above 0
     * @param task a failure is logged and does not end the series
     */
    public Periodic(String name, Duration pause, Runnable task) {
        this.thread = Thread.ofVirtual().name(name).start(() -> {
            try {
                while (!stop.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                    run(task);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Ends the series and waits for a run that is under way. */
    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOGGER.log(WARNING, "a periodic task failed", e);
        }
    }
}
