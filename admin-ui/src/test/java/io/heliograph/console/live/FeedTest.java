package io.heliograph.console.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class FeedTest {
    private final Pulse pulse = Pulse.still();
    private final AtomicInteger taken = new AtomicInteger();
    private final Feed<Integer> feed = new Feed<>(pulse, taken::incrementAndGet);

    @Test
    void nothingIsTakenWhileNobodyWatches() {
        pulse.beat();
        assertEquals(0, taken.get());
        Runnable stop = feed.watch(() -> {});
        pulse.beat();
        assertEquals(1, taken.get());
        stop.run();
        pulse.beat();
        assertEquals(1, taken.get());
        assertEquals(0, feed.watchers());
    }

    @Test
    void allWhoWatchShareOneTaking() {
        AtomicInteger seen = new AtomicInteger();
        for (int i = 0; i < 6; i++) {
            feed.watch(seen::incrementAndGet);
        }
        pulse.beat();
        assertEquals(6, seen.get());
        assertEquals(1, feed.latest());
        assertEquals(1, taken.get());
    }

    @Test
    void aSourceThatFailsStopsNeitherOthersNorTheNextBeat() {
        AtomicInteger tries = new AtomicInteger();
        Feed<Integer> broken = new Feed<>(pulse, () -> {
            tries.incrementAndGet();
            throw new IllegalStateException("no figures");
        });
        broken.watch(() -> {});
        Feed<Integer> behind = new Feed<>(pulse, taken::incrementAndGet);
        behind.watch(() -> {});
        pulse.beat();
        pulse.beat();
        assertEquals(2, tries.get());
        assertEquals(2, taken.get());
    }
}
