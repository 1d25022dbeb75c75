package io.heliograph.server.transport.helidon;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.http2.Http2FrameHeader;
import io.helidon.http.http2.Http2RstStream;
import io.helidon.http.http2.Http2StreamState;
import io.helidon.http.http2.Http2WindowUpdate;
import io.helidon.webserver.http2.spi.Http2SubProtocolSelector.SubProtocolHandler;

/** A stream that was reset before Helidon read its headers: nothing of it comes this far. Immutable. */
final class UnreadStream implements SubProtocolHandler {

    @Override
    public void init() {
        // The client has been told.
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
