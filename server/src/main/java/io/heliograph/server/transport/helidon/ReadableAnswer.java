package io.heliograph.server.transport.helidon;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.http2.Http2Flag;
import io.helidon.http.http2.Http2FrameData;
import io.helidon.http.http2.Http2FrameHeader;
import io.helidon.http.http2.Http2FrameTypes;
import io.helidon.http.http2.Http2StreamWriter;
import io.helidon.http.http2.StreamFlowControl;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a peer that speaks no gRPC is told, with a text that it can read, as over Netty. The text waits for the peer's window as every
 * message does, and the stream counts until it is sent. Thread-safe.
 */
final class ReadableAnswer implements CallStream.Told {
    private final CallStream call;
    private final RefusedStream.Answer answer;
    private final Http2StreamWriter writer;
    private final StreamFlowControl flowControl;
    private final AtomicBoolean hasEnded = new AtomicBoolean();

    ReadableAnswer(
            CallStream call, RefusedStream.Answer answer, Http2StreamWriter writer, StreamFlowControl flowControl) {
        this.call = call;
        this.answer = answer;
        this.writer = writer;
        this.flowControl = flowControl;
    }

    /** Sends it, as far as the peer takes it. */
    void write() {
        writer.writeHeaders(
                answer.head("text/plain; charset=utf-8"),
                call.id(),
                Http2Flag.HeaderFlags.create(Http2Flag.END_OF_HEADERS),
                flowControl.outbound());
        byte[] text = answer.text().getBytes(US_ASCII);
        Http2FrameHeader header =
                Http2FrameHeader.create(text.length, Http2FrameTypes.DATA, Http2Flag.DataFlags.create(0), call.id());
        writer.writeData(new Http2FrameData(header, BufferData.create(text)), flowControl.outbound());
        call.attach(this);
        writable();
    }

    @Override
    public void writable() {
        if (!call.isHolding() && !call.isOver() && hasEnded.compareAndSet(false, true)) {
            writer.writeHeaders(
                    answer.trailers(),
                    call.id(),
                    Http2Flag.HeaderFlags.create(Http2Flag.END_OF_HEADERS | Http2Flag.END_OF_STREAM),
                    flowControl.outbound());
        }
    }

    @Override
    public void cancelled() {
        // Nothing waits for it.
    }

    @Override
    public void shutDown() {
        // Its connection is closed next.
    }
}
