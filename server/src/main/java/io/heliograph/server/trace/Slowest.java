package io.heliograph.server.trace;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The slowest utterances of a time that moves on in slots. Exact for whole slots, because each slot keeps as many as are ever asked
 * for. Thread-safe and lock-free; what is not among the slowest of its slot costs two reads.
 */
final class Slowest {
    /** As many as fit on a page; 50 of each slot are about 200 bytes times slots at most. */
    static final int KEPT = 50;

    private static final Comparator<SlowUtterance> SLOWEST_FIRST =
            Comparator.comparingLong(SlowUtterance::rank).reversed();

    private final long originNanos;
    private final long slotNanos;
    private final AtomicReferenceArray<@Nullable Slot> slots;

    /**
     * Nothing yet.
     *
     * @param slotCount slots remembered, the running one included
     */
    Slowest(long originNanos, long slotNanos, int slotCount) {
        this.originNanos = originNanos;
        this.slotNanos = slotNanos;
        this.slots = new AtomicReferenceArray<>(slotCount);
    }

    /** Whether one of that rank is among the slowest of the running slot so far. */
    boolean wants(long rank, long nowNanos) {
        List<SlowUtterance> seen = slotOf(number(nowNanos)).top();
        return seen.size() < KEPT || rank > seen.getLast().rank();
    }

    void add(SlowUtterance utterance, long nowNanos) {
        Slot slot = slotOf(number(nowNanos));
        List<SlowUtterance> seen = slot.top();
        while (seen.size() < KEPT || utterance.rank() > seen.getLast().rank()) {
            if (slot.top.compareAndSet(seen, with(seen, utterance))) {
                return;
            }
            seen = slot.top();
        }
    }

    /** At most {@link #KEPT} of the slots remembered, slowest first. */
    List<SlowUtterance> top(long nowNanos) {
        long running = number(nowNanos);
        return IntStream.range(0, slots.length())
                .mapToObj(slots::get)
                .flatMap(slot ->
                        slot == null || slot.number <= running - slots.length() ? Stream.empty() : slot.top().stream())
                .sorted(SLOWEST_FIRST)
                .limit(KEPT)
                .toList();
    }

    private long number(long nanos) {
        return (nanos - originNanos) / slotNanos;
    }

    /** The slot of that number, or a later one that has taken its place. */
    private Slot slotOf(long number) {
        int index = (int) (number % slots.length());
        Slot slot = slots.get(index);
        while (slot == null || slot.number < number) {
            Slot fresh = new Slot(number);
            slot = slots.compareAndSet(index, slot, fresh) ? fresh : slots.get(index);
        }
        return slot;
    }

    private static List<SlowUtterance> with(List<SlowUtterance> sorted, SlowUtterance utterance) {
        int place = sorted.size();
        while (place > 0 && sorted.get(place - 1).rank() < utterance.rank()) {
            place--;
        }
        SlowUtterance[] next = new SlowUtterance[Math.min(KEPT, sorted.size() + 1)];
        for (int i = 0; i < next.length; i++) {
            next[i] = i < place ? sorted.get(i) : i == place ? utterance : sorted.get(i - 1);
        }
        return List.of(next);
    }

    /** The slowest of one slot, slowest first. Thread-safe. */
    private static final class Slot {
        private final long number;
        private final AtomicReference<List<SlowUtterance>> top = new AtomicReference<>(List.of());

        Slot(long number) {
            this.number = number;
        }

        List<SlowUtterance> top() {
            return requireNonNull(top.get(), "top");
        }
    }
}
