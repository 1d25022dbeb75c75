package io.heliograph.server.transport.helidon;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.CloseConnectionException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Fault: Helidon takes as errors of the connection what crosses a stream's end on the way, leaves at a client's GOAWAY although its
 * calls go on, and warns with a stack trace of every peer that is none of its kind. Cure: what the client sends is read here, frame
 * by frame; Helidon sees only what it treats well, and its view of the client's windows is wide open. Confined to the connection's
 * thread.
 */
final class FrameGuard implements Supplier<byte[]> {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);

    // RFC 9113, sections 6.5.2 and 6.9.
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int SETTING_BYTES = 6;
    private static final int INITIAL_BYTES = 65_535;

    /** Halfway to the end, so that filling up can never be too much. */
    private static final int SHOWN_BYTES = 1 << 30;

    private final DataReader in;
    private final Wire wire;
    private final CallTable calls;
    private final HeaderBlock block = new HeaderBlock();
    private boolean hasPreface;
    private boolean hasSettings;

    FrameGuard(DataReader in, Wire wire) {
        this.in = in;
        this.wire = wire;
        this.calls = wire.calls();
    }

    /** The next bytes for Helidon. */
    @Override
    public byte[] get() {
        if (!hasPreface) {
            hasPreface = true;
            return preface();
        }
        while (true) {
            Frame made = calls.nextForHelidon();
            if (made != null) {
                return made.bytes();
            }
            Frame passed = passed(read());
            if (passed != null) {
                return passed.bytes();
            }
        }
    }

    private byte[] preface() {
        try {
            byte[] bytes = in.readBytes(PREFACE.length);
            if (!Arrays.equals(bytes, PREFACE)) {
                throw new CloseConnectionException("no HTTP/2");
            }
            wire.outlet().open();
            return bytes;
        } catch (DataReader.InsufficientDataAvailableException e) {
            throw closed(e);
        }
    }

    private static CloseConnectionException closed(Exception cause) {
        return new CloseConnectionException("closed by the client", cause);
    }

    private Frame read() {
        try {
            in.ensureAvailable();
            wire.connection().begun();
            byte[] header = in.readBytes(Frame.HEADER_BYTES);
            int length = Frame.announcedBytes(header);
            if (length > Frame.MAX_PAYLOAD_BYTES) {
                throw fail(Http2Error.FRAME_SIZE_ERROR);
            }
            byte[] bytes = Arrays.copyOf(header, Frame.HEADER_BYTES + length);
            Frame frame = new Frame(bytes);
            if (frame.type() == Frame.DATA && hasSettings) {
                wire.connection().completed();
            }
            wire.connection().heard();
            for (int at = Frame.HEADER_BYTES; at < bytes.length; ) {
                in.ensureAvailable();
                wire.connection().heard();
                int part = Math.min(bytes.length - at, in.available());
                in.readBuffer(part).read(bytes, at, part);
                at += part;
            }
            return frame;
        } catch (DataReader.InsufficientDataAvailableException e) {
            throw closed(e);
        }
    }

    /** What Helidon is to see of it, null if nothing. */
    private @Nullable Frame passed(Frame frame) {
        boolean isExpected = hasSettings ? isExpected(frame) : frame.type() == Frame.SETTINGS;
        if (!isExpected || frame.type() == Frame.PUSH_PROMISE) {
            throw fail(Http2Error.PROTOCOL_ERROR);
        }
        Frame passed = switch (frame.type()) {
            case Frame.DATA -> data(frame);
            case Frame.HEADERS, Frame.CONTINUATION -> headers(frame);
            case Frame.RST_STREAM -> reset(frame);
            case Frame.SETTINGS -> settings(frame);
            case Frame.PING -> ping(frame);
            case Frame.WINDOW_UPDATE -> windowUpdate(frame);
            // PRIORITY is only a hint; after its GOAWAY a client lets its calls end and closes by itself.
            default -> null;
        };
        if (!block.isOpen()) {
            wire.connection().completed();
        }
        return passed;
    }

    /** A block of headers may not be interrupted, nor continued before it has begun. */
    private boolean isExpected(Frame frame) {
        return block.isOpen()
                ? frame.type() == Frame.CONTINUATION && frame.stream() == block.stream()
                : frame.type() != Frame.CONTINUATION;
    }

    private CloseConnectionException fail(Http2Error error) {
        calls.goAway(error);
        return new CloseConnectionException("the client breaks the protocol: " + error);
    }

    private void require(boolean holds, Http2Error error) {
        if (!holds) {
            throw fail(error);
        }
    }

    private @Nullable Frame data(Frame frame) {
        require(calls.wasOpened(frame.stream()), Http2Error.PROTOCOL_ERROR);
        require(calls.received(frame.payloadBytes()), Http2Error.FLOW_CONTROL_ERROR);
        CallStream call = calls.get(frame.stream());
        if (call == null || call.hasRemoteEnded()) {
            drop(frame);
            return null;
        }
        if (!call.received(frame.payloadBytes())) {
            drop(frame);
            resetByUs(frame.stream(), Http2Error.FLOW_CONTROL_ERROR);
            return null;
        }
        if (frame.has(Frame.END_STREAM)) {
            call.remoteEnded();
        }
        Frame data = unpadded(frame, call);
        if (call.backlog().keeps(data)) {
            drop(data);
            return null;
        }
        return data;
    }

    /** Data that has nothing but padding would never be looked at. */
    private Frame unpadded(Frame frame, CallStream call) {
        if (!frame.has(Frame.PADDED)) {
            return frame;
        }
        require(frame.payloadBytes() > 0, Http2Error.PROTOCOL_ERROR);
        int end = frame.payloadBytes() - (frame.payload(0, 1)[0] & 0xff);
        require(end >= 1, Http2Error.PROTOCOL_ERROR);
        byte[] data = frame.payload(1, end);
        int padding = frame.payloadBytes() - data.length;
        call.owe(padding);
        calls.returned(Frame.windowUpdate(0, padding));
        return Frame.of(Frame.DATA, frame.flags() & Frame.END_STREAM, frame.stream(), data);
    }

    /** Helidon does not see it: its room on the connection is returned here. */
    private void drop(Frame data) {
        if (data.payloadBytes() > 0) {
            calls.returned(Frame.windowUpdate(0, data.payloadBytes()));
        }
    }

    private @Nullable Frame headers(Frame frame) {
        require(
                frame.type() == Frame.HEADERS ? frame.stream() % 2 == 1 && block.begin(frame) : block.add(frame),
                frame.type() == Frame.HEADERS ? Http2Error.PROTOCOL_ERROR : Http2Error.ENHANCE_YOUR_CALM);
        if (!frame.has(Frame.END_HEADERS)) {
            return null;
        }
        int id = block.stream();
        int endStream = block.endsStream() ? Frame.END_STREAM : 0;
        Optional<byte[]> indexed = NameLiterals.indexed(block.end());
        require(indexed.isPresent(), Http2Error.COMPRESSION_ERROR);
        Frame whole = Frame.of(Frame.HEADERS, Frame.END_HEADERS | endStream, id, indexed.orElseThrow());
        CallStream call = calls.get(id);
        if (id > calls.lastId()) {
            call = calls.open(id);
            if (call == null) {
                // Helidon reads it all the same, for the sake of the table of headers, and finds no call.
                resetByUs(id, Http2Error.REFUSED_STREAM);
                return whole;
            }
        } else {
            // Trailers, of which gRPC's clients send none.
            require(call != null && !call.hasRemoteEnded() && !call.isHelidonDone(), Http2Error.STREAM_CLOSED);
            require(endStream != 0, Http2Error.PROTOCOL_ERROR);
        }
        if (endStream != 0 && call != null) {
            call.remoteEnded();
        }
        return whole;
    }

    private @Nullable Frame reset(Frame frame) {
        require(frame.payloadBytes() == Integer.BYTES, Http2Error.FRAME_SIZE_ERROR);
        require(calls.wasOpened(frame.stream()), Http2Error.PROTOCOL_ERROR);
        CallStream call = calls.resetByClient(frame.stream());
        require(wire.resets().take(), Http2Error.ENHANCE_YOUR_CALM);
        return call == null || call.isHelidonDone() ? null : Frame.reset(frame.stream(), Http2Error.CANCEL);
    }

    private void resetByUs(int stream, Http2Error error) {
        calls.reset(stream, error);
        require(wire.resets().take(), Http2Error.ENHANCE_YOUR_CALM);
    }

    private @Nullable Frame settings(Frame frame) {
        require(frame.stream() == 0, Http2Error.PROTOCOL_ERROR);
        require(frame.payloadBytes() % SETTING_BYTES == 0, Http2Error.FRAME_SIZE_ERROR);
        if (frame.has(Frame.ACK)) {
            require(hasSettings, Http2Error.PROTOCOL_ERROR);
            require(frame.payloadBytes() == 0, Http2Error.FRAME_SIZE_ERROR);
            return null;
        }
        require(wire.settings().take(), Http2Error.ENHANCE_YOUR_CALM);
        byte[] shown = frame.payload();
        for (int at = 0; at < shown.length; at += SETTING_BYTES) {
            if ((shown[at] << 8 | shown[at + 1]) == INITIAL_WINDOW_SIZE) {
                int bytes = frame.payloadInt(at + 2);
                require(bytes >= 0 && wire.windows().initial(bytes, calls.open()), Http2Error.FLOW_CONTROL_ERROR);
                write(shown, at + 2, SHOWN_BYTES);
            }
        }
        if (!hasSettings) {
            hasSettings = true;
            int from = shown.length;
            shown = Arrays.copyOf(shown, from + SETTING_BYTES);
            shown[from + 1] = INITIAL_WINDOW_SIZE;
            write(shown, from + 2, SHOWN_BYTES);
            calls.showHelidon(Frame.windowUpdate(0, SHOWN_BYTES - INITIAL_BYTES));
        }
        return Frame.of(Frame.SETTINGS, 0, 0, shown);
    }

    private static void write(byte[] bytes, int at, int value) {
        java.nio.ByteBuffer.wrap(bytes).putInt(at, value);
    }

    private @Nullable Frame ping(Frame frame) {
        require(frame.stream() == 0, Http2Error.PROTOCOL_ERROR);
        require(frame.payloadBytes() == Long.BYTES, Http2Error.FRAME_SIZE_ERROR);
        if (!frame.has(Frame.ACK)) {
            require(wire.pings().isPermitted(), Http2Error.ENHANCE_YOUR_CALM);
            wire.outlet().offer(Frame.of(Frame.PING, Frame.ACK, 0, frame.payload()));
        }
        return null;
    }

    private @Nullable Frame windowUpdate(Frame frame) {
        require(frame.payloadBytes() == Integer.BYTES, Http2Error.FRAME_SIZE_ERROR);
        int increment = frame.payloadInt(0) & Integer.MAX_VALUE;
        if (frame.stream() == 0) {
            require(increment > 0, Http2Error.PROTOCOL_ERROR);
            require(wire.windows().grow(increment, calls.open()), Http2Error.FLOW_CONTROL_ERROR);
            return null;
        }
        require(calls.wasOpened(frame.stream()), Http2Error.PROTOCOL_ERROR);
        CallStream call = calls.get(frame.stream());
        if (call != null) {
            if (increment == 0) {
                resetByUs(frame.stream(), Http2Error.PROTOCOL_ERROR);
            } else if (!wire.windows().grow(call, increment)) {
                resetByUs(frame.stream(), Http2Error.FLOW_CONTROL_ERROR);
            }
        }
        return null;
    }
}
