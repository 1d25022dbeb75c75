package io.heliograph.server.transport.grpc;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.error.StatusName;
import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.ServerEvent.RpcMethod;
import io.heliograph.server.time.Ticker;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows one call on the wire and reports its end exactly once, with the status that the client was really told: also for ends
 * that the transport decides, such as an oversized message. The handler adds what it learns. Thread-safe.
 */
final class CallTracer extends ServerStreamTracer {
    private static final Context.Key<CallTracer> KEY = Context.key("heliograph-call");

    private final RpcMethod method;
    private final BooleanSupplier isTearingDown;
    private final EventSink events;
    private final Ticker ticker;
    private final AtomicBoolean reported = new AtomicBoolean();
    private volatile long startNanos;
    private volatile long handedOverNanos;
    private volatile String sessionId = "";
    private volatile String clientHash = "";
    private volatile @Nullable ErrorCode errorCode;
    private volatile boolean unavailable;

    private CallTracer(RpcMethod method, BooleanSupplier isTearingDown, EventSink events, Ticker ticker) {
        this.method = method;
        this.isTearingDown = isTearingDown;
        this.events = events;
        this.ticker = ticker;
        this.startNanos = ticker.nanos();
    }

    /**
     * Tracers for the two methods; other calls are not followed.
     *
     * @param isTearingDown whether we are closing connections with calls open
     */
    static ServerStreamTracer.Factory factory(BooleanSupplier isTearingDown, EventSink events, Ticker ticker) {
        return new ServerStreamTracer.Factory() {
            @Override
            public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
                if (fullMethodName.equals(SttMethods.CREATE_SESSION)) {
                    return new CallTracer(RpcMethod.CREATE_SESSION, isTearingDown, events, ticker);
                }
                if (fullMethodName.equals(SttMethods.STREAMING_RECOGNIZE)) {
                    return new CallTracer(RpcMethod.STREAM, isTearingDown, events, ticker);
                }
                return new ServerStreamTracer() {};
            }
        };
    }

    /** The tracer of the call that the current thread handles. */
    static CallTracer current() {
        CallTracer tracer = KEY.get();
        if (tracer == null) {
            throw new IllegalStateException("no call is handled here");
        }
        return tracer;
    }

    @Override
    public Context filterContext(Context context) {
        return context.withValue(KEY, this);
    }

    @Override
    public void streamClosed(Status status) {
        if (reported.compareAndSet(false, true)) {
            long end = handedOverNanos == 0 ? ticker.nanos() : handedOverNanos;
            // Without a code the transport said it, and it only says so to calls that our stop cut off.
            boolean cutOff =
                    status.getCode() == Status.Code.UNAVAILABLE && errorCode == null && isTearingDown.getAsBoolean();
            String message = status.getDescription();
            events.record(new ServerEvent.RpcEnded(
                    method,
                    StatusName.valueOf(status.getCode().name()),
                    errorCode,
                    message == null ? "" : message,
                    sessionId,
                    clientHash,
                    end - startNanos,
                    unavailable || cutOff));
        }
    }

    /** The request has been read completely: latency counts from here. */
    void requestRead() {
        startNanos = ticker.nanos();
    }

    /** The response has been handed over. */
    void handedOver() {
        handedOverNanos = ticker.nanos();
    }

    void client(String hash) {
        clientHash = hash;
    }

    void session(String id) {
        sessionId = id;
    }

    /** The call is refused for lack of capacity although the limits allow it. */
    void unavailable() {
        unavailable = true;
    }

    void failed(ErrorCode code) {
        errorCode = code;
    }
}
