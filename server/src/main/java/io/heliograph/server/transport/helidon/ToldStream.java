package io.heliograph.server.transport.helidon;

import static java.lang.System.Logger.Level.DEBUG;

import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.http2.Http2Flag;
import io.helidon.http.http2.Http2FrameHeader;
import io.helidon.http.http2.Http2FrameTypes;
import io.helidon.http.http2.Http2RstStream;
import io.helidon.http.http2.Http2StreamState;
import io.helidon.http.http2.Http2WindowUpdate;
import io.helidon.webserver.http2.spi.Http2SubProtocolSelector.SubProtocolHandler;

/**
 * Fault: a call that is cancelled before it has begun is started and never told, one that ends on another thread leaves the stream's
 * thread waiting, and one whose headers cannot be read leaves its client waiting. Cure: the call hears of its end from
 * {@link CallStream}, whatever Helidon does, and Helidon of the call's end from here. Confined to the stream's thread, but for resets.
 */
final class ToldStream implements SubProtocolHandler {
    private static final System.Logger LOGGER = System.getLogger(ToldStream.class.getName());

    private final SubProtocolHandler grpc;
    private final CallStream call;
    private final CallTable calls;
    private final MessageFraming framing;
    private boolean isDone;
    private volatile boolean isReset;

    /**
     * A stream.
     *
     * @param grpc Helidon's part of it
     * @param isReset whether Helidon knows already that it was reset
     */
    ToldStream(SubProtocolHandler grpc, CallStream call, CallTable calls, MessageFraming framing, boolean isReset) {
        this.isReset = isReset;
        this.grpc = grpc;
        this.call = call;
        this.calls = calls;
        this.framing = framing;
    }

    @Override
    public void init() {
        call.readBy(Thread.currentThread());
        try {
            Context.current()
                    .withValues(CallStream.KEY, call, MessageFraming.KEY, framing)
                    .run(grpc::init);
        } catch (RuntimeException e) {
            LOGGER.log(DEBUG, "a call cannot begin", e);
            calls.reset(call.id(), Http2Error.PROTOCOL_ERROR);
        }
    }

    /** Not closed before the connection's thread can know it: data that it is handing over then would end the connection. */
    @Override
    public Http2StreamState streamState() {
        if (isDone || isReset) {
            call.helidonDone();
            return Http2StreamState.CLOSED;
        }
        return Http2StreamState.OPEN;
    }

    @Override
    public void data(Http2FrameHeader header, BufferData data) {
        call.backlog().looked();
        take(data, header.length(), header.flags(Http2FrameTypes.DATA).endOfStream());
        while (!isDone) {
            Frame next = call.backlog().next();
            if (next == null) {
                return;
            }
            take(BufferData.create(next.payload()), next.payloadBytes(), next.has(Frame.END_STREAM));
        }
    }

    private void take(BufferData data, int bytes, boolean isLast) {
        if (call.isOver()) {
            isDone = isLast;
            return;
        }
        call.owe(bytes);
        try {
            framing.add(data, this::pass);
            if (isLast) {
                framing.requireComplete();
                isDone = true;
                grpc.data(frame(0, Http2Flag.END_OF_STREAM), BufferData.empty());
            } else {
                framing.afterFrame();
            }
        } catch (StatusRuntimeException e) {
            framing.fail(e.getStatus());
        }
    }

    private void pass(byte[] message) {
        if (!call.isOver()) {
            grpc.data(frame(message.length, 0), BufferData.create(message));
        }
    }

    private Http2FrameHeader frame(int bytes, int flags) {
        return Http2FrameHeader.create(bytes, Http2FrameTypes.DATA, Http2Flag.DataFlags.create(flags), call.id());
    }

    @Override
    public void rstStream(Http2RstStream rstStream) {
        // The call has heard of it by itself.
        isReset = true;
    }

    @Override
    public void windowUpdate(Http2WindowUpdate update) {
        // Those of clients do not come this far.
    }
}
