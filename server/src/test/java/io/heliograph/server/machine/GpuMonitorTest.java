package io.heliograph.server.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.time.Ticker;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The GPUs as of lately, asked on a thread of their own. */
final class GpuMonitorTest {
    private static final Gpu GPU = new Gpu(0, "Fake", 50, 10, 4L, 1L, 40);

    private final AtomicLong nanos = new AtomicLong();
    private final Ticker ticker = nanos::get;

    /** Answers once, then hangs as a broken driver does, until it is let go. */
    private static final class HangingSource implements GpuSource {
        final CountDownLatch answered = new CountDownLatch(1);
        final CountDownLatch asksAgain = new CountDownLatch(2);
        final CountDownLatch letGo = new CountDownLatch(1);
        final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public List<Gpu> read() {
            asksAgain.countDown();
            if (asksAgain.getCount() == 0) {
                answered.countDown();
                await(letGo);
            }
            return List.of(GPU);
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void figuresOfAHangingDriverAgeAway() {
        HangingSource source = new HangingSource();
        try (GpuMonitor monitor = GpuMonitor.start(() -> source, ticker)) {
            await(source.answered);
            assertEquals(List.of(GPU), monitor.gpus());
            nanos.set(30_000_000_000L);
            assertEquals(List.of(GPU), monitor.gpus());
            nanos.set(30_000_000_001L);
            assertEquals(List.of(), monitor.gpus());
            source.letGo.countDown();
        }
        await(source.closed);
    }

    @Test
    void closingDoesNotWaitForAHangingDriver() {
        HangingSource source = new HangingSource();
        GpuMonitor monitor = GpuMonitor.start(() -> source, ticker);
        await(source.answered);
        monitor.close();
        assertEquals(1, source.closed.getCount());
        source.letGo.countDown();
        await(source.closed);
    }

    @Test
    void withoutADriverThereIsNoGpuAndNoError() {
        CountDownLatch asked = new CountDownLatch(1);
        GpuMonitor monitor = GpuMonitor.start(
                () -> {
                    asked.countDown();
                    throw new GpusUnavailableException("libnvidia-ml.so.1 cannot be loaded", null);
                },
                ticker);
        await(asked);
        monitor.close();
        assertEquals(List.of(), monitor.gpus());
        assertEquals(List.of(), GpuMonitor.off().gpus());
    }
}
