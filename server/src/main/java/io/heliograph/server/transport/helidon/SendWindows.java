package io.heliograph.server.transport.helidon;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Fault: when a client's window is full, Helidon holds the thread that sends, gives up after 15 s without telling anybody, and says
 * of every call that it is ready. Cure: Helidon is shown windows that are never full ({@link FrameGuard}), and the client's own are
 * kept here: what does not fit waits with its stream. Thread-safe.
 */
final class SendWindows {
    // RFC 9113, section 6.9.
    private static final int INITIAL_BYTES = 65_535;
    private static final long MAX_BYTES = Integer.MAX_VALUE;

    private final Outlet outlet;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<CallStream> waiting = new LinkedHashSet<>();
    private long connectionBytes = INITIAL_BYTES;
    private int initialBytes = INITIAL_BYTES;
    private int initialBytesToBe = INITIAL_BYTES;

    SendWindows(Outlet outlet) {
        this.outlet = outlet;
    }

    /** What a stream's window is when it opens. */
    void open(CallStream call) {
        lock.lock();
        try {
            call.sendState().window = initialBytes;
        } finally {
            lock.unlock();
        }
    }

    /** Sends as much of it as the client takes; the rest waits for its window. */
    void send(CallStream call, Frame data) {
        lock.lock();
        try {
            if (!call.isOver()) {
                call.sendState().held.addLast(data);
                pass(call);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether a message handed over now leaves at once, at least its beginning. */
    boolean isReady(CallStream call) {
        lock.lock();
        try {
            return call.sendState().held.isEmpty()
                    && call.sendState().window > 0
                    && connectionBytes > 0
                    && outlet.isLow();
        } finally {
            lock.unlock();
        }
    }

    /** Whether part of its messages waits for the client. */
    boolean isHolding(CallStream call) {
        lock.lock();
        try {
            return !call.sendState().held.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** What waits for it is never sent. */
    void forget(CallStream call) {
        lock.lock();
        try {
            call.sendState().held.clear();
            waiting.remove(call);
        } finally {
            lock.unlock();
        }
    }

    /** The client takes more on a stream; false if that is more than there can be. */
    boolean grow(CallStream call, int increment) {
        boolean wasFull;
        lock.lock();
        try {
            wasFull = call.sendState().window <= 0;
            call.sendState().window += increment;
            if (call.sendState().window > MAX_BYTES) {
                return false;
            }
            pass(call);
        } finally {
            lock.unlock();
        }
        if (wasFull) {
            call.writable();
        }
        return true;
    }

    /** The client takes more on the connection; false if that is more than there can be. */
    boolean grow(int increment, Collection<CallStream> open) {
        boolean wasFull;
        lock.lock();
        try {
            wasFull = connectionBytes <= 0;
            connectionBytes += increment;
            if (connectionBytes > MAX_BYTES) {
                return false;
            }
            passAll();
        } finally {
            lock.unlock();
        }
        if (wasFull) {
            open.forEach(CallStream::writable);
        }
        return true;
    }

    /** The client's setting for all streams, open ones included, as soon as it is acknowledged. */
    void initialToBe(int bytes) {
        lock.lock();
        try {
            initialBytesToBe = bytes;
        } finally {
            lock.unlock();
        }
    }

    /** Says that its settings hold, between what was sent before and what is sent with them; false if a stream has more than can be. */
    boolean acknowledge(Frame acknowledgement, Collection<CallStream> open) {
        lock.lock();
        try {
            long change = (long) initialBytesToBe - initialBytes;
            initialBytes = initialBytesToBe;
            for (CallStream call : open) {
                call.sendState().window += change;
                if (call.sendState().window > MAX_BYTES) {
                    return false;
                }
            }
            outlet.offer(acknowledgement);
            if (change == 0) {
                return true;
            }
            passAll();
        } finally {
            lock.unlock();
        }
        open.forEach(CallStream::writable);
        return true;
    }

    private void passAll() {
        List<CallStream> all = new ArrayList<>(waiting);
        all.forEach(this::pass);
    }

    private void pass(CallStream call) {
        CallStream.SendState state = call.sendState();
        while (!state.held.isEmpty()) {
            Frame head = state.held.getFirst();
            long allowed = Math.min(state.window, connectionBytes);
            int bytes = head.payloadBytes();
            if (bytes > allowed && allowed <= 0) {
                break;
            }
            state.held.removeFirst();
            if (bytes > allowed) {
                int part = (int) allowed;
                state.held.addFirst(Frame.of(Frame.DATA, head.flags(), head.stream(), head.payload(part, bytes)));
                head = Frame.of(Frame.DATA, 0, head.stream(), head.payload(0, part));
            }
            state.window -= head.payloadBytes();
            connectionBytes -= head.payloadBytes();
            outlet.offer(head);
        }
        if (state.held.isEmpty()) {
            waiting.remove(call);
        } else {
            waiting.add(call);
        }
    }
}
