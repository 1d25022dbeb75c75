package io.heliograph.server.transport.helidon;

import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The tracers of one call, told of the same as by grpc-java's own transports. Thread-safe. */
final class CallTracers {
    private final List<ServerStreamTracer> tracers;
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicBoolean isClosed = new AtomicBoolean();

    CallTracers(List<ServerStreamTracer> tracers) {
        this.tracers = tracers;
    }

    /** Throws a status if the call must not go on. */
    void wireBytes(long bytes) {
        for (ServerStreamTracer each : tracers) {
            each.inboundWireSize(bytes);
        }
    }

    void messageComplete(int wireBytes, int bytes) {
        int number = messages.getAndIncrement();
        for (ServerStreamTracer each : tracers) {
            each.inboundMessageRead(number, wireBytes, bytes);
        }
    }

    /** The first status counts. */
    void closed(Status status) {
        if (isClosed.compareAndSet(false, true)) {
            for (ServerStreamTracer each : tracers) {
                each.streamClosed(status);
            }
        }
    }
}
