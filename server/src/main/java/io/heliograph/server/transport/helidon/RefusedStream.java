package io.heliograph.server.transport.helidon;

import io.grpc.Status;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.WritableHeaders;
import io.helidon.http.http2.Http2Flag;
import io.helidon.http.http2.Http2FrameHeader;
import io.helidon.http.http2.Http2FrameTypes;
import io.helidon.http.http2.Http2Headers;
import io.helidon.http.http2.Http2RstStream;
import io.helidon.http.http2.Http2StreamState;
import io.helidon.http.http2.Http2StreamWriter;
import io.helidon.http.http2.Http2WindowUpdate;
import io.helidon.http.http2.StreamFlowControl;
import io.helidon.webserver.http2.spi.Http2SubProtocolSelector.SubProtocolHandler;

/** A stream that ends before it has begun. Confined to the stream's thread. */
final class RefusedStream implements SubProtocolHandler {
    private final CallStream call;
    private final Runnable answer;
    private volatile boolean isOver;

    /**
     * What the client is told. Immutable.
     *
     * @param httpStatus for whoever is no gRPC client
     * @param status for the others
     * @param text plain ASCII
     */
    record Answer(int httpStatus, Status status, String text) {

        /** Sends it as the stream's only frame. */
        void write(Http2StreamWriter writer, int stream, StreamFlowControl flowControl) {
            WritableHeaders<?> headers = WritableHeaders.create();
            headers.set(HeaderNames.CONTENT_TYPE, "application/grpc");
            headers.set(HeaderValues.create("grpc-status", status.getCode().value()));
            headers.set(HeaderValues.create("grpc-message", StatusText.encoded(text)));
            Http2Headers trailers = Http2Headers.create(headers);
            trailers.status(io.helidon.http.Status.create(httpStatus));
            writer.writeHeaders(
                    trailers,
                    stream,
                    Http2Flag.HeaderFlags.create(Http2Flag.END_OF_HEADERS | Http2Flag.END_OF_STREAM),
                    flowControl.outbound());
        }
    }

    /**
     * A stream.
     *
     * @param answer sends what the client is told
     * @param isOver whether Helidon knows already that it was reset
     */
    RefusedStream(CallStream call, Runnable answer, boolean isOver) {
        this.call = call;
        this.answer = answer;
        this.isOver = isOver;
    }

    @Override
    public void init() {
        call.readBy(Thread.currentThread());
        answer.run();
    }

    /** As in {@link ToldStream}. */
    @Override
    public Http2StreamState streamState() {
        if (isOver) {
            call.helidonDone();
            return Http2StreamState.CLOSED;
        }
        return Http2StreamState.OPEN;
    }

    @Override
    public void rstStream(Http2RstStream rstStream) {
        isOver = true;
    }

    @Override
    public void windowUpdate(Http2WindowUpdate update) {
        // Those of clients do not come this far.
    }

    @Override
    public void data(Http2FrameHeader header, BufferData data) {
        isOver = isOver || header.flags(Http2FrameTypes.DATA).endOfStream();
    }
}
