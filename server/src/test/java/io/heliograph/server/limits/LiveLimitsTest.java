package io.heliograph.server.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LiveLimitsTest {
    private final LiveLimits live = new LiveLimits(version(0));
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

    private static Limits version(long version) {
        return Limits.defaults().withVersion(version);
    }

    private void listen(String name) {
        live.addListener(limits -> calls.add(name + limits.version()));
    }

    @Test
    void listenersHearOfEachReplacementInTheirOrder() {
        listen("a");
        listen("b");
        assertEquals(List.of(), calls);
        live.replace(version(1));
        live.replace(version(2));
        assertEquals(2, live.now().version());
        assertEquals(List.of("a1", "b1", "a2", "b2"), calls);
    }

    @Test
    void theNewLimitsAreInForceWhenListenersRun() {
        live.addListener(limits -> calls.add(limits.version() + "=" + live.now().version()));
        live.replace(version(1));
        assertEquals(List.of("1=1"), calls);
    }

    @Test
    void aFailingListenerStopsNobodyElse() {
        live.addListener(limits -> {
            throw new IllegalStateException("on purpose");
        });
        live.addListener(limits -> {
            throw new AssertionError("on purpose");
        });
        listen("b");
        live.replace(version(1));
        live.replace(version(2));
        assertEquals(List.of("b1", "b2"), calls);
    }

    @Test
    void olderLimitsNeverReplaceNewerOnes() {
        listen("a");
        live.replace(version(3));
        live.replace(version(2));
        assertEquals(3, live.now().version());
        assertEquals(List.of("a3"), calls);
    }

    @Test
    void aListenerMayReplaceAgain() {
        live.addListener(limits -> {
            if (limits.version() == 1) {
                live.replace(version(2));
            }
        });
        listen("b");
        live.replace(version(1));
        assertEquals(List.of("b1", "b2"), calls);
    }

    @Test
    void aReplacementDuringAnotherIsToldByTheFirstThread() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        live.addListener(limits -> {
            inside.countDown();
            try {
                assertTrue(goOn.await(10, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        listen("b");
        Thread first = Thread.ofPlatform().start(() -> live.replace(version(1)));
        assertTrue(inside.await(10, TimeUnit.SECONDS));
        live.replace(version(2));
        assertEquals(2, live.now().version());
        assertEquals(List.of(), calls);
        goOn.countDown();
        first.join();
        assertEquals(List.of("b1", "b2"), calls);
    }
}
