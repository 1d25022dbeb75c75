package io.heliograph.server.vad;

import io.heliograph.server.decode.DecodeException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Threads of the machine on which detectors run for streams. Thread-safe.
 *
 * <p>A native run would keep the carrier of the stream's virtual thread, and carriers take virtual threads in the order in which
 * they could go on: when the chunks of many streams come in the same moment, all else on virtual threads (HTTP, CreateSession,
 * results) would stand behind all of their runs. Here the machine shares its cores between both.
 *
 * <p>What waits is bounded by the streams: each has one run at most, and waits for it.
 */
final class DetectorThreads implements AutoCloseable {
    private final ExecutorService threads;
    private final Duration patience;

    /**
     * Starts threads when they are needed.
     *
     * @param count most at once, at least 1
     * @param patience a run that takes longer, its wait included, has failed
     */
    DetectorThreads(int count, Duration patience) {
        this.threads = Executors.newFixedThreadPool(
                count, Thread.ofPlatform().name("detector-", 0).daemon().factory());
        this.patience = patience;
    }

    /**
     * Runs it and waits for its end. A caller that is no virtual thread holds nobody up and runs it itself.
     *
     * @throws DecodeException if it takes too long; what it reads and writes is not to be used any more then
     */
    void run(Runnable detection) {
        if (!Thread.currentThread().isVirtual()) {
            detection.run();
            return;
        }
        Future<?> run = threads.submit(detection);
        boolean isInterrupted = false;
        try {
            while (true) {
                try {
                    run.get(patience.toNanos(), TimeUnit.NANOSECONDS);
                    return;
                } catch (InterruptedException e) {
                    // The run reads and writes the caller's buffers: nobody leaves before its end.
                    isInterrupted = true;
                }
            }
        } catch (TimeoutException e) {
            throw new DecodeException("the voice detector did not answer within " + patience.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException failure(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException exception
                ? exception
                : new DecodeException("the voice detector failed", cause);
    }

    /** Waits for runs under way, as long as they may take. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
