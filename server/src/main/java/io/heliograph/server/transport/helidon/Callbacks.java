package io.heliograph.server.transport.helidon;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Fault: Helidon calls a call's listener from the stream's thread and from the connection's at the same time, so that a slow cancel
 * handler stops the whole connection. Cure: one callback after the other, and none on the connection's thread. Thread-safe.
 */
final class Callbacks {
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    /** Runs it on this thread, or leaves it to the one that is running another; it must not fail. */
    void here(Runnable callback) {
        waiting.add(callback);
        if (count.getAndIncrement() == 0) {
            runAll();
        }
    }

    /** The same for a thread that must not wait. */
    void elsewhere(Runnable callback) {
        waiting.add(callback);
        if (count.getAndIncrement() == 0) {
            Thread.ofVirtual().name("grpc-callback").start(this::runAll);
        }
    }

    private void runAll() {
        do {
            waiting.remove().run();
        } while (count.decrementAndGet() > 0);
    }
}
