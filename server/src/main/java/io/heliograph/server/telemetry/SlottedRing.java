package io.heliograph.server.telemetry;

import io.heliograph.server.time.Ticker;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongBinaryOperator;
import java.util.function.LongConsumer;

/**
 * What happened lately, folded into one small number per slot of time. Thread-safe and lock-free: a slot is one long, the number
 * of its time slot above the payload, so that taking a slot over for a new time and adding to it are the same compare-and-set.
 */
final class SlottedRing {
    /** Payloads are 0 to 2^36 − 1. */
    static final int PAYLOAD_BITS = 36;

    static final long MAX_PAYLOAD = (1L << PAYLOAD_BITS) - 1;

    /** 28 bits of slot number: at the shortest slot in use, 250 ms, they come round after two years. */
    private static final long MAX_SLOT = (1L << (Long.SIZE - PAYLOAD_BITS)) - 1;

    private final Ticker ticker;
    private final long originNanos;
    private final long slotNanos;
    private final LongBinaryOperator merge;
    private final AtomicLongArray slots;

    /**
     * @param slotNanos length of a slot
     * @param slotCount how many slots are remembered, the running one included; the most that may be asked for
     * @param merge joins two payloads; 0 must be neutral
     */
    SlottedRing(Ticker ticker, long slotNanos, int slotCount, LongBinaryOperator merge) {
        this.ticker = ticker;
        this.originNanos = ticker.nanos();
        this.slotNanos = slotNanos;
        this.merge = merge;
        this.slots = new AtomicLongArray(slotCount);
    }

    /** Joins the payload into the running slot. */
    void add(long payload) {
        long slot = runningSlot();
        int index = (int) (slot % slots.length());
        while (true) {
            long seen = slots.get(index);
            long old = slotOf(seen) == (slot & MAX_SLOT) ? payloadOf(seen) : 0;
            long joined = merge.applyAsLong(old, payload);
            if (slots.compareAndSet(index, seen, (slot & MAX_SLOT) << PAYLOAD_BITS | joined)) {
                return;
            }
        }
    }

    /** Shows the payloads of the last {@code count} slots, the running one included; empty slots are left out. */
    void forEach(int count, LongConsumer payloads) {
        long running = runningSlot();
        for (long slot = running; slot > running - count && slot > 0; slot--) {
            long seen = slots.get((int) (slot % slots.length()));
            if (slotOf(seen) == (slot & MAX_SLOT)) {
                payloads.accept(payloadOf(seen));
            }
        }
    }

    /** Slots count from 1, so that a slot never written belongs to no time. */
    private long runningSlot() {
        return 1 + (ticker.nanos() - originNanos) / slotNanos;
    }

    private static long slotOf(long word) {
        return word >>> PAYLOAD_BITS;
    }

    private static long payloadOf(long word) {
        return word & MAX_PAYLOAD;
    }
}
