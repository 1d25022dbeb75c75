package io.heliograph.server.transport.helidon;

import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Fault: Helidon takes frames for a stream that is over as an error of the connection, although they may have crossed its end on the
 * way, and ends all its neighbours; and it does not notice when a call ends on another thread, so that the stream's thread stays.
 * Cure: the open streams are known here, late frames end here, and Helidon is told of an end as if the client had reset the stream.
 * Thread-safe, but streams are opened by the connection's thread alone.
 */
final class CallTable {
    /** Far from the end of Helidon's windows of 1 GiB, see {@link FrameGuard}. */
    private static final int SHOWN_BYTES = 1 << 28;

    private final Outlet outlet;
    private final SendWindows windows;
    private final ReceiveWindow received;
    private final OpenCalls all;
    private final int maxCalls;
    private final Map<Integer, CallStream> open = new ConcurrentHashMap<>();
    private final Map<Integer, CallStream> unbegun = new ConcurrentHashMap<>();
    private final Queue<Made> forHelidon = new ConcurrentLinkedQueue<>();
    private final AtomicLong sentBytes = new AtomicLong();
    private volatile int lastId;
    private volatile boolean isClosing;
    private volatile boolean hasGoneAway;

    /** A frame for Helidon, and whose it is; null = the connection's. */
    private record Made(Frame frame, @Nullable CallStream call) {}

    /** @param maxCalls calls at a time; ≤ 0 = without a bound */
    CallTable(Outlet outlet, SendWindows windows, OpenCalls all, int maxCalls) {
        this.outlet = outlet;
        this.windows = windows;
        this.received = new ReceiveWindow(outlet::offer);
        this.all = all;
        this.maxCalls = maxCalls;
    }

    /** A new stream; null if there are too many, or none are taken any more. */
    @Nullable
    CallStream open(int id) {
        lastId = id;
        if (isClosing || (maxCalls > 0 && open.size() >= maxCalls)) {
            return null;
        }
        CallStream call = new CallStream(id, outlet, windows);
        open.put(id, call);
        unbegun.put(id, call);
        all.add(1);
        return call;
    }

    /** A new stream that is none; gives null, as {@link #open} does for those beyond the bound. */
    @Nullable
    CallStream refuse(int id) {
        lastId = id;
        return null;
    }

    /** The stream whose call begins now, which may be over already; null if Helidon has reset it. Asked once for each. */
    @Nullable
    CallStream begin(int id) {
        return unbegun.remove(id);
    }

    /** The stream if it is open. */
    @Nullable
    CallStream get(int id) {
        return open.get(id);
    }

    Collection<CallStream> open() {
        return open.values();
    }

    int lastId() {
        return lastId;
    }

    boolean wasOpened(int id) {
        return id != 0 && id % 2 == 1 && id <= lastId;
    }

    /** The client has reset it; null if it was over already. */
    @Nullable
    CallStream resetByClient(int id) {
        CallStream call = remove(id);
        if (call != null) {
            call.cancel();
        }
        return call;
    }

    /**
     * Helidon resets it by itself. Fault: it tells nobody else, so that the call waits for more. Cure: the call is told, and Helidon
     * hears no more of a stream that it has forgotten.
     */
    void resetByHelidon(Frame reset) {
        CallStream call = get(reset.stream());
        if (call != null) {
            call.helidonDone();
        }
        outlet.offer(reset);
        // Wrong lengths are found before the call begins.
        unbegun.remove(reset.stream());
        resetByClient(reset.stream());
    }

    /** We reset it, whatever the call does. */
    void reset(int id, Http2Error error) {
        CallStream call = remove(id);
        outlet.offer(Frame.reset(id, error));
        if (call != null) {
            call.cancel();
            tellOfEnd(call);
        }
    }

    /** Our last frame of it is on its way. */
    void ended(int id) {
        CallStream call = remove(id);
        if (call != null) {
            call.ended();
            tellOfEnd(call);
        }
    }

    private @Nullable CallStream remove(int id) {
        CallStream call = open.remove(id);
        if (call != null) {
            all.add(-1);
        }
        return call;
    }

    private void tellOfEnd(CallStream call) {
        if (!call.isHelidonDone()) {
            forHelidon.add(new Made(Frame.reset(call.id(), Http2Error.CANCEL), call));
        }
    }

    /**
     * A frame that Helidon is to read although nobody sent it; null if there is none. Asked by the connection's thread, on which
     * Helidon forgets streams that its own threads have left: of those it may hear no more.
     */
    @Nullable
    Frame nextForHelidon() {
        for (Made made = forHelidon.poll(); made != null; made = forHelidon.poll()) {
            CallStream call = made.call();
            if (call == null || !call.isHelidonDone()) {
                return made.frame();
            }
        }
        return null;
    }

    /** Has Helidon read a frame of the connection that nobody sent. */
    void showHelidon(Frame frame) {
        forHelidon.add(new Made(frame, null));
    }

    /** Data was sent: Helidon's windows are filled up again before they are used up. */
    void sent(CallStream call, int bytes) {
        int ofCall = call.sent(bytes, SHOWN_BYTES);
        if (ofCall > 0) {
            forHelidon.add(new Made(Frame.windowUpdate(call.id(), ofCall), call));
        }
        long onConnection = sentBytes.addAndGet(bytes);
        if (onConnection >= SHOWN_BYTES && sentBytes.compareAndSet(onConnection, 0)) {
            showHelidon(Frame.windowUpdate(0, (int) onConnection));
        }
    }

    /** What the client may send on the connection; for its thread. */
    ReceiveWindow received() {
        return received;
    }

    /** Takes no new calls and asks the client to go elsewhere with them. */
    void drain() {
        isClosing = true;
        outlet.offer(Frame.goAway(Integer.MAX_VALUE, Http2Error.NO_ERROR));
    }

    /** Tells the client why the connection ends. */
    void goAway(Http2Error error) {
        hasGoneAway = true;
        outlet.offer(Frame.goAway(lastId, error));
    }

    /** Whether the client was told so. */
    boolean hasGoneAway() {
        return hasGoneAway;
    }

    /**
     * The connection is gone. Fault: Helidon tells nobody, so that the call and its thread stay for ever. Cure: every call is told,
     * and every thread woken.
     */
    void connectionLost() {
        isClosing = true;
        for (CallStream call : open.values()) {
            if (remove(call.id()) != null) {
                call.cancel();
            }
            call.wakeReader();
        }
    }
}
