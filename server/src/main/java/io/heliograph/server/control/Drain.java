package io.heliograph.server.control;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Whether the server lets new sessions in. An operator may stop that and allow it again; a server that stops for good takes
 * nothing back. Open streams go on in either case. Thread-safe.
 */
public final class Drain {
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile boolean ordered;
    private volatile Consumer<Boolean> listener = serving -> {};

    /** Tells the listener of each later order whether new sessions are wanted. */
    public void onOrder(Consumer<Boolean> serving) {
        listener = serving;
    }

    /** The server stops; true the first time. */
    public boolean stop() {
        return stopping.compareAndSet(false, true);
    }

    /** Whether the server stops. */
    public boolean isStopping() {
        return stopping.get();
    }

    /** Whether new sessions are refused, for whatever reason. */
    public boolean refusesSessions() {
        return ordered || isStopping();
    }

    /** Whether an operator has closed the door and the server does not stop anyway. */
    public boolean isOrdered() {
        return ordered && !isStopping();
    }

    /** Refuses new sessions, or lets them in again. */
    void order(boolean refuse) {
        ordered = refuse;
        if (!isStopping()) {
            listener.accept(!refuse);
        }
    }
}
