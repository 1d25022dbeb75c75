package io.heliograph.server.time;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs a task again and again on a virtual thread of its own, with a pause after each run. Pauses of a second and more end on whole
 * seconds of one clock, those of five and more on every fifth, those of fifteen and more on every fifteenth, so that tasks of many
 * owners wake an idle processor once and not each for itself. Thread-safe.
 */
public final class Periodic implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(Periodic.class.getName());

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long WIDE_NANOS = 5 * SECOND_NANOS;
    private static final long WIDEST_NANOS = 15 * SECOND_NANOS;

    private final Semaphore woken = new Semaphore(0);
    private final Thread thread;
    private volatile boolean isClosed;

    /**
     * Starts.
     *
     * @param name of the thread
     * @param pause between runs, above 0; from a second on half a second more or less, from five on half of five, from fifteen on
     *     half of fifteen
     * @param task a failure is logged and does not end the series
     */
    public Periodic(String name, Duration pause, Runnable task) {
        this(name, () -> pause, task);
    }

    /**
     * Starts with pauses that differ: a task that has nothing to do need not wake up as often.
     *
     * @param name of the thread
     * @param pause asked before each pause, on the thread; a failure ends the series
     * @param task a failure is logged and does not end the series
     */
    public Periodic(String name, Supplier<Duration> pause, Runnable task) {
        this.thread = Thread.ofVirtual().name(name).start(() -> {
            try {
                while (rest(pause.get())) {
                    run(task);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Cuts the pause short: the task runs now, or once more if it is running. Never waits. */
    public void hurry() {
        woken.release();
    }

    /** Ends the series and waits for a run that is under way. */
    @Override
    public void close() {
        isClosed = true;
        woken.release();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False once the series has ended. */
    private boolean rest(Duration pause) throws InterruptedException {
        if (woken.tryAcquire(aligned(Ticker.system().nanos(), pause.toNanos()), TimeUnit.NANOSECONDS)) {
            woken.drainPermits();
        }
        return !isClosed;
    }

    /** A pause that begins now and ends, if it is long, with those of others. */
    static long aligned(long nowNanos, long pauseNanos) {
        if (pauseNanos < SECOND_NANOS) {
            return pauseNanos;
        }
        long grid = pauseNanos < WIDE_NANOS ? SECOND_NANOS : pauseNanos < WIDEST_NANOS ? WIDE_NANOS : WIDEST_NANOS;
        long end = nowNanos + pauseNanos + grid / 2;
        return end - Math.floorMod(end, grid) - nowNanos;
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOGGER.log(WARNING, "a periodic task failed", e);
        }
    }
}
