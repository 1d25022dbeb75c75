package io.heliograph.app.bench;

import static java.lang.management.ManagementFactory.getMemoryMXBean;
import static java.lang.management.ManagementFactory.getThreadMXBean;

import com.sun.management.ThreadMXBean;
import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.time.Ticker;
import java.util.function.LongFunction;

/**
 * What recording costs the thread on which something happens, making the event included. Confined to one thread.
 *
 * <p>A loop of its own instead of a harness that generates its benchmarks: what is measured is the sink of a running server, and
 * recording moves counters that are read later, so that no compiler can leave it out. Warm-up comes first; the time is the median
 * of the batches, so that a batch that other work of the machine has held up does not count.
 */
final class EventCost {
    private static final int BATCHES = 40;
    private static final int BATCH_EVENTS = 25_000;
    /** More than the ten thousand loops after which the virtual machine compiles with all it knows. */
    private static final int WARM_UP_EVENTS = 200_000;

    private static final int COLLECTIONS = 3;

    private final EventSink sink;
    private final Ticker ticker;
    private final ThreadMXBean threads = (ThreadMXBean) getThreadMXBean();

    /**
     * @param nanos for one event, median of the batches
     * @param bytes that the thread allocated for one event, mean
     * @param keptBytes how much more of the heap is in use after all batches and a collection than before, for one event; below
     *     zero if others let go of more
     */
    record Cost(double nanos, double bytes, double keptBytes) {}

    EventCost(EventSink sink, Ticker ticker) {
        this.sink = sink;
        this.ticker = ticker;
    }

    /** A million events in batches. */
    Cost of(LongFunction<ServerEvent> events) {
        record(events, WARM_UP_EVENTS);
        long heapBefore = usedHeapBytes();
        long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
        Percentiles nanos = new Percentiles();
        for (int batch = 0; batch < BATCHES; batch++) {
            long begin = ticker.nanos();
            record(events, BATCH_EVENTS);
            nanos.add((double) (ticker.nanos() - begin) / BATCH_EVENTS);
        }
        double total = (double) BATCHES * BATCH_EVENTS;
        double allocated = threads.getCurrentThreadAllocatedBytes() - allocatedBefore;
        return new Cost(nanos.at(50), allocated / total, (usedHeapBytes() - heapBefore) / total);
    }

    private void record(LongFunction<ServerEvent> events, int count) {
        for (int i = 0; i < count; i++) {
            sink.record(events.apply(i));
        }
    }

    /** What is still in use when everything unreachable has gone. */
    private static long usedHeapBytes() {
        for (int i = 0; i < COLLECTIONS; i++) {
            getMemoryMXBean().gc();
        }
        return getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
