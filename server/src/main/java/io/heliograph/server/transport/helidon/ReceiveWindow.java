package io.heliograph.server.transport.helidon;

import io.heliograph.server.transport.grpc.GrpcSetup;
import java.util.function.Consumer;

/**
 * What the client may send on the connection. Fault: Helidon counts what it returns without a lock on the threads of all streams, so
 * that now and then it returns nothing, which a client takes for an error of the connection, or less than it should, which the
 * connection lacks for ever (seen with ten streams that upload on one connection). Cure: its updates are dropped ({@link
 * FrameWriter}), and room is returned here as soon as data has come; what waits is bounded by the window of each stream, which
 * {@link CallStream} returns only as its messages are taken. Confined to the connection's thread.
 */
final class ReceiveWindow {
    // RFC 9113, section 6.9.
    private static final int INITIAL_BYTES = 65_535;

    /** What is returned at a time: a stream's half, as there. */
    private static final int RETURNED_BYTES = GrpcSetup.FLOW_CONTROL_WINDOW_BYTES / 2;

    private final Consumer<Frame> outlet;
    private long bytes = INITIAL_BYTES;
    private int owed;

    /** @param outlet what the client is sent */
    ReceiveWindow(Consumer<Frame> outlet) {
        this.outlet = outlet;
    }

    /** Allows as much as a stream may have on its way, beside what every connection may. */
    void widen() {
        give(GrpcSetup.FLOW_CONTROL_WINDOW_BYTES);
    }

    /** Data has come; false if it is more than the connection was allowed. */
    boolean received(int count) {
        bytes -= count;
        if (bytes < 0) {
            return false;
        }
        owed += count;
        if (owed >= RETURNED_BYTES) {
            give(owed);
            owed = 0;
        }
        return true;
    }

    private void give(int count) {
        bytes += count;
        outlet.accept(Frame.windowUpdate(0, count));
    }
}
