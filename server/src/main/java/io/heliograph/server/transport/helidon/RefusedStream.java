package io.heliograph.server.transport.helidon;

import io.grpc.Status;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.WritableHeaders;
import io.helidon.http.http2.Http2Flag;
import io.helidon.http.http2.Http2FrameHeader;
import io.helidon.http.http2.Http2Headers;
import io.helidon.http.http2.Http2RstStream;
import io.helidon.http.http2.Http2StreamState;
import io.helidon.http.http2.Http2StreamWriter;
import io.helidon.http.http2.Http2WindowUpdate;
import io.helidon.http.http2.StreamFlowControl;
import io.helidon.webserver.http2.spi.Http2SubProtocolSelector.SubProtocolHandler;

/** A stream that ends before it has begun. Confined to the stream's thread. */
final class RefusedStream implements SubProtocolHandler {
    private final Runnable answer;

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

    /** @param answer sends what the client is told */
    RefusedStream(Runnable answer) {
        this.answer = answer;
    }

    @Override
    public void init() {
        answer.run();
    }

    @Override
    public Http2StreamState streamState() {
        return Http2StreamState.CLOSED;
    }

    @Override
    public void rstStream(Http2RstStream rstStream) {
        // It is over.
    }

    @Override
    public void windowUpdate(Http2WindowUpdate update) {
        // It is over.
    }

    @Override
    public void data(Http2FrameHeader header, BufferData data) {
        // It is over.
    }
}
