package io.heliograph.server.transport.helidon;

import io.grpc.Context;
import io.heliograph.server.transport.grpc.GrpcSetup;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Fault: Helidon returns a stream's window before its call asks for the next message, so that what is not asked for is stored
 * without bound (seen: 181 MB in 6 s). Cure: the window is returned here, and only as messages are taken. Besides, this is where
 * the frames of a stream and its call find each other. Thread-safe.
 */
final class CallStream {
    /** The stream that the current thread handles. */
    static final Context.Key<CallStream> KEY = Context.key("helidon-stream");

    /** What is returned at a time: a window's half, as Netty does. */
    private static final int RETURNED_BYTES = GrpcSetup.FLOW_CONTROL_WINDOW_BYTES / 2;

    private final int id;
    private final Outlet outlet;
    private final SendWindows windows;
    private final SendState sendState = new SendState();
    private final StreamBacklog backlog = new StreamBacklog();
    private final AtomicLong receivable = new AtomicLong(GrpcSetup.FLOW_CONTROL_WINDOW_BYTES);
    private final AtomicInteger sentBytes = new AtomicInteger();
    private final AtomicLong owed = new AtomicLong();
    private volatile boolean isOver;
    private volatile boolean hasRemoteEnded;
    private volatile boolean isHelidonDone;
    private volatile @Nullable Thread reader;
    private @Nullable Told told;
    private boolean isCancelled;

    /** What happens to a call from outside; none of it may wait. */
    interface Told {
        /** Its client, or the whole connection, has gone. */
        void cancelled();

        /** More may be sent. */
        void writable();

        /** The server ends it. */
        void shutDown();
    }

    /** What {@link SendWindows} keeps of a stream, under its lock. */
    static final class SendState {
        final Deque<Frame> held = new ArrayDeque<>();
        long window;
    }

    CallStream(int id, Outlet outlet, SendWindows windows) {
        this.id = id;
        this.outlet = outlet;
        this.windows = windows;
        windows.open(this);
    }

    int id() {
        return id;
    }

    SendState sendState() {
        return sendState;
    }

    StreamBacklog backlog() {
        return backlog;
    }

    /** Data has come; false if it is more than the client was allowed to send. */
    boolean received(int bytes) {
        return receivable.addAndGet(-bytes) >= 0;
    }

    /** Data was sent; gives how much since this last gave more than 0, if that is enough, else 0. */
    int sent(int bytes, int enough) {
        int all = sentBytes.addAndGet(bytes);
        return all >= enough && sentBytes.compareAndSet(all, 0) ? all : 0;
    }

    /** Data was looked at; its room is owed to the client. */
    void owe(int bytes) {
        owed.addAndGet(bytes);
    }

    /** The call has taken all that came: what is owed is returned, if it is worth a frame. */
    void giveBack() {
        long bytes = owed.get();
        if (bytes >= RETURNED_BYTES && !hasRemoteEnded && !isOver && owed.compareAndSet(bytes, 0)) {
            receivable.addAndGet(bytes);
            outlet.offer(Frame.windowUpdate(id, (int) bytes));
        }
    }

    /** Whether a message may be sent without being stored for a client that does not read. */
    boolean isReady() {
        return !isOver && windows.isReady(this);
    }

    /** Whether part of what was sent waits for the client. */
    boolean isHolding() {
        return windows.isHolding(this);
    }

    void remoteEnded() {
        hasRemoteEnded = true;
    }

    boolean hasRemoteEnded() {
        return hasRemoteEnded;
    }

    /** Helidon's thread leaves the stream: it may not be told of it any more. */
    void helidonDone() {
        isHelidonDone = true;
    }

    boolean isHelidonDone() {
        return isHelidonDone;
    }

    /** Whether nothing more is read or sent. */
    boolean isOver() {
        return isOver;
    }

    /** The last frame has been sent. */
    void ended() {
        isOver = true;
    }

    /** This thread reads it. */
    void readBy(Thread thread) {
        reader = thread;
    }

    /**
     * Wakes the thread that waits for its next frame. It never writes to the socket ({@link Outlet}), so that no connection is
     * hurt.
     */
    void wakeReader() {
        Thread waiting = reader;
        if (waiting != null) {
            waiting.interrupt();
        }
    }

    /** From now on the call is told what happens, also of what has happened already. */
    void attach(Told call) {
        boolean isLate;
        synchronized (this) {
            told = call;
            isLate = isCancelled;
        }
        if (isLate) {
            call.cancelled();
        }
    }

    void cancel() {
        Told call;
        synchronized (this) {
            isCancelled = true;
            isOver = true;
            call = told;
        }
        windows.forget(this);
        if (call != null) {
            call.cancelled();
        }
    }

    void writable() {
        Told call = told();
        if (call != null) {
            call.writable();
        }
    }

    void shutDown() {
        Told call = told();
        if (call != null) {
            call.shutDown();
        }
    }

    private synchronized @Nullable Told told() {
        return told;
    }
}
