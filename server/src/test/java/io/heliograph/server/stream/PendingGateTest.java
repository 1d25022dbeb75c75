package io.heliograph.server.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.testing.FakeTicker;
import io.heliograph.server.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class PendingGateTest {
    private final AtomicInteger limit = new AtomicInteger(2);
    private final PendingGate gate = new PendingGate(limit::get, new FakeTicker());
    private final List<String> evicted = new ArrayList<>();

    private PendingGate.Place partial(String name) {
        return gate.admitPartial(() -> evicted.add(name)).orElseThrow();
    }

    @Test
    void aPartialThatFindsNoRoomIsRefused() {
        partial("a");
        partial("b");
        assertTrue(gate.admitPartial(() -> true).isEmpty());
        assertEquals(2, gate.pending());
        assertEquals(List.of(), evicted);
    }

    @Test
    void aSettledDecodeTakesTheOldestQueuedPartialsPlace() throws InterruptedException {
        PendingGate.Place oldest = partial("oldest");
        PendingGate.Place younger = partial("younger");
        assertTrue(gate.admitSettled(0).isPresent());
        assertEquals(List.of("oldest"), evicted);
        assertTrue(oldest.isEvicted());
        assertFalse(younger.isEvicted());
        oldest.release();
        assertEquals(2, gate.pending());
    }

    @Test
    void aRunningPartialKeepsItsPlace() throws InterruptedException {
        PendingGate.Place running = gate.admitPartial(() -> false).orElseThrow();
        partial("queued");
        assertTrue(gate.admitSettled(0).isPresent());
        assertEquals(List.of("queued"), evicted);
        assertFalse(running.isEvicted());
        assertTrue(gate.admitSettled(0).isEmpty());
        assertEquals(2, gate.pending());
    }

    @Test
    void releasingTwiceIsHarmless() throws InterruptedException {
        PendingGate.Place place = gate.admitSettled(0).orElseThrow();
        partial("other");
        place.release();
        place.release();
        assertEquals(1, gate.pending());
    }

    @Test
    void aLoweredLimitEndsNothingAndNoLimitIsNoBound() {
        PendingGate.Place first = partial("a");
        PendingGate.Place second = partial("b");
        limit.set(1);
        assertEquals(2, gate.pending());
        first.release();
        assertTrue(gate.admitPartial(() -> true).isEmpty());
        second.release();
        assertTrue(gate.admitPartial(() -> true).isPresent());
        limit.set(0);
        for (int i = 0; i < 100; i++) {
            partial("many");
        }
        assertEquals(101, gate.pending());
        assertEquals(List.of(), evicted);
    }

    @Test
    void aSettledDecodeWaitsForARelease() throws Exception {
        PendingGate real = new PendingGate(() -> 1, Ticker.system());
        PendingGate.Place held = real.admitSettled(0).orElseThrow();
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Boolean> got = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            asked.countDown();
            try {
                got.complete(real.admitSettled(TimeUnit.SECONDS.toNanos(10)).isPresent());
            } catch (InterruptedException e) {
                got.completeExceptionally(e);
            }
        });
        asked.await();
        assertFalse(got.isDone());
        held.release();
        assertTrue(got.get(10, TimeUnit.SECONDS));
        assertEquals(1, real.pending());
    }

    @Test
    void aSettledDecodeGivesUpWhenItsTimeIsOver() throws InterruptedException {
        PendingGate real = new PendingGate(() -> 1, Ticker.system());
        real.admitSettled(0);
        assertTrue(real.admitSettled(TimeUnit.MILLISECONDS.toNanos(2)).isEmpty());
        assertEquals(1, real.pending());
    }

    @Property(tries = 200)
    void countsExactlyWhatIsHeld(
            @ForAll @Size(max = 60) List<@IntRange(max = 3) Integer> actions, @ForAll @IntRange(max = 5) int most)
            throws InterruptedException {
        PendingGate counted = new PendingGate(() -> most, new FakeTicker());
        List<PendingGate.Place> places = new ArrayList<>();
        for (int i = 0; i < actions.size(); i++) {
            boolean evictable = i % 3 != 0;
            switch (actions.get(i)) {
                case 0 -> add(places, counted.admitPartial(() -> evictable));
                case 1 -> add(places, counted.admitSettled(0));
                case 2 -> {
                    if (!places.isEmpty()) {
                        places.remove(i % places.size()).release();
                    }
                }
                default -> {
                    if (!places.isEmpty()) {
                        places.getFirst().release();
                        places.removeFirst().release();
                    }
                }
            }
            long held = places.stream().filter(place -> !place.isEvicted()).count();
            assertEquals(held, counted.pending());
            assertTrue(most == 0 || held <= most);
        }
        places.forEach(PendingGate.Place::release);
        assertEquals(0, counted.pending());
    }

    private static void add(List<PendingGate.Place> places, Optional<PendingGate.Place> place) {
        place.ifPresent(places::add);
    }
}
