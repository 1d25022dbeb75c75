package io.heliograph.server.machine;

import static java.lang.System.Logger.Level.WARNING;

import io.heliograph.server.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the GPUs every two seconds on a thread of its own, so that a driver that hangs holds up nobody who asks here. Without a
 * usable driver there is one line in the log, and no GPU. Thread-safe; asking never waits.
 */
public final class GpuMonitor implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(GpuMonitor.class.getName());

    private static final Duration PAUSE = Duration.ofSeconds(2);
    /** Older figures than this are none: the driver hangs. */
    private static final long STALE_NANOS = Duration.ofSeconds(30).toNanos();

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);
    private static final GpuMonitor OFF = new GpuMonitor(null, () -> 0);

    private final Ticker ticker;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final @Nullable Thread thread;
    private volatile Reading last;

    private GpuMonitor(@Nullable Supplier<? extends GpuSource> source, Ticker ticker) {
        this.ticker = ticker;
        last = new Reading(List.of(), ticker.nanos());
        thread = source == null
                ? null
                : Thread.ofPlatform().daemon().name("gpu-figures").unstarted(() -> watch(source));
    }

    /** Shows no GPU and asks none. */
    public static GpuMonitor off() {
        return OFF;
    }

    /** Asks the GPUs of NVIDIA's driver from now on. */
    public static GpuMonitor start(Ticker ticker) {
        return start(() -> NvmlGpus.open(NvmlGpus.LIBRARY), ticker);
    }

    static GpuMonitor start(Supplier<? extends GpuSource> source, Ticker ticker) {
        GpuMonitor monitor = new GpuMonitor(source, ticker);
        Thread thread = monitor.thread;
        if (thread != null) {
            thread.start();
        }
        return monitor;
    }

    /** The GPUs as of the last few seconds; empty if there is none, or none can be asked. */
    public List<Gpu> gpus() {
        Reading reading = last;
        return ticker.nanos() - reading.nanos() > STALE_NANOS ? List.of() : reading.gpus();
    }

    /** Ends the asking; a driver that hangs is waited for by no more than a second. */
    @Override
    public void close() {
        stop.countDown();
        if (thread == null) {
            return;
        }
        try {
            thread.join(CLOSE_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch(Supplier<? extends GpuSource> opening) {
        try (GpuSource source = opening.get()) {
            do {
                List<Gpu> gpus = source.read();
                last = new Reading(gpus, ticker.nanos());
            } while (!stop.await(PAUSE.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | LinkageError e) {
            LOGGER.log(WARNING, "STT_ENABLE_GPU_METRICS is set, but there are no GPU figures: " + e.getMessage());
        }
    }

    private record Reading(List<Gpu> gpus, long nanos) {}
}
