package io.heliograph.server.transport.helidon;

import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.io.ByteArrayOutputStream;

/**
 * What Helidon writes, frame by frame, on its way to the {@link Outlet}. Fault: its settings announce a bound of calls that it would
 * enforce by ending the connection, also while its own count is late, and its GOAWAY says that no call was taken. Cure: both are
 * replaced, and so are its headers, see {@link HeaderFields}. Thread-safe; Helidon hands over whole frames, one after the other.
 */
final class FrameWriter implements DataWriter {
    // RFC 9113, section 6.5.2.
    private static final int MAX_CONCURRENT_STREAMS = 3;
    private static final int SETTING_BYTES = 6;

    private final Wire wire;
    private final int announcedCalls;
    private final HeaderFields answers = HeaderFields.ofAnswers();

    /** @param announcedCalls calls at a time that the client may open; ≤ 0 = as many as it likes */
    FrameWriter(Wire wire, int announcedCalls) {
        this.wire = wire;
        this.announcedCalls = announcedCalls;
    }

    @Override
    public void writeNow(BufferData buffer) {
        byte[] bytes = new byte[buffer.available()];
        buffer.read(bytes);
        send(new Frame(bytes));
    }

    @Override
    public void writeNow(BufferData... buffers) {
        for (BufferData buffer : buffers) {
            writeNow(buffer);
        }
    }

    @Override
    public void write(BufferData... buffers) {
        writeNow(buffers);
    }

    @Override
    public void write(BufferData buffer) {
        writeNow(buffer);
    }

    @Override
    public void close() {
        // The connection is closed by whoever opened it.
    }

    private void send(Frame frame) {
        switch (frame.type()) {
            case Frame.DATA -> data(frame);
            case Frame.HEADERS -> {
                wire.pings().sent();
                wire.outlet().offer(inLiterals(frame));
                if (frame.has(Frame.END_STREAM)) {
                    wire.calls().ended(frame.stream());
                }
            }
            case Frame.WINDOW_UPDATE -> {
                // Those of streams are up to CallStream, those of the connection to ReceiveWindow.
            }
            case Frame.SETTINGS -> settings(frame);
            case Frame.GOAWAY ->
                wire.outlet()
                        .offer(Frame.of(
                                Frame.GOAWAY,
                                0,
                                0,
                                withLastStream(frame.payload(), wire.calls().lastId())));
            case Frame.RST_STREAM -> {
                wire.calls().resetByHelidon(frame);
                // Its own budget for them ends connections for cancels, too, and is off.
                wire.require(wire.resets().take(), Http2Error.ENHANCE_YOUR_CALM);
            }
            default -> wire.outlet().offer(frame);
        }
    }

    /** A whole block: what would not fit one frame never gets here, see {@link GuardedCall}. */
    private Frame inLiterals(Frame headers) {
        try {
            byte[] fields = HeaderFields.literals(answers.read(headers.stream(), headers.payload()));
            return Frame.of(Frame.HEADERS, headers.flags(), headers.stream(), fields);
        } catch (Http2Exception e) {
            throw new IllegalStateException("Helidon's headers cannot be read", e);
        }
    }

    private void data(Frame frame) {
        CallStream call = wire.calls().get(frame.stream());
        if (call != null) {
            wire.pings().sent();
            wire.windows().send(call, frame);
            wire.calls().sent(call, frame.payloadBytes());
        }
    }

    /** Helidon says its settings once, and acknowledges on the connection's thread, so that no call opens between a setting and its acknowledgement. */
    private void settings(Frame frame) {
        if (frame.has(Frame.ACK)) {
            wire.require(wire.windows().acknowledge(frame, wire.calls().open()), Http2Error.FLOW_CONTROL_ERROR);
        } else {
            wire.outlet().offer(announcing(frame));
            wire.calls().received().widen();
        }
    }

    private Frame announcing(Frame settings) {
        byte[] payload = settings.payload();
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        for (int at = 0; at < payload.length; at += SETTING_BYTES) {
            if ((payload[at] << 8 | payload[at + 1]) != MAX_CONCURRENT_STREAMS) {
                kept.write(payload, at, SETTING_BYTES);
            }
        }
        if (announcedCalls > 0) {
            kept.write(0);
            kept.write(MAX_CONCURRENT_STREAMS);
            kept.writeBytes(java.nio.ByteBuffer.allocate(Integer.BYTES)
                    .putInt(announcedCalls)
                    .array());
        }
        return Frame.of(Frame.SETTINGS, 0, 0, kept.toByteArray());
    }

    private static byte[] withLastStream(byte[] goAway, int last) {
        java.nio.ByteBuffer.wrap(goAway).putInt(0, last);
        return goAway;
    }
}
