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
     * @param isReadable whether it goes to somebody who reads texts, see {@link ReadableAnswer}
     */
    record Answer(int httpStatus, Status status, String text, boolean isReadable) {

        /** The beginning of an answer. */
        Http2Headers head(String contentType) {
            return head(WritableHeaders.create(), contentType);
        }

        private Http2Headers head(WritableHeaders<?> headers, String contentType) {
            headers.set(HeaderNames.CONTENT_TYPE, contentType);
            Http2Headers head = Http2Headers.create(headers);
            head.status(io.helidon.http.Status.create(httpStatus));
            return head;
        }

        /** The end of an answer that had a beginning. */
        Http2Headers trailers() {
            return Http2Headers.create(inGrpc());
        }

        private WritableHeaders<?> inGrpc() {
            WritableHeaders<?> headers = WritableHeaders.create();
            headers.set(HeaderValues.create("grpc-status", status.getCode().value()));
            headers.set(HeaderValues.create("grpc-message", StatusText.encoded(text)));
            return headers;
        }

        /** Sends it as the stream's only frame. */
        void write(Http2StreamWriter writer, int stream, StreamFlowControl flowControl) {
            writer.writeHeaders(
                    head(inGrpc(), "application/grpc"),
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
