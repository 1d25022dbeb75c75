package io.heliograph.server.transport.helidon;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Headers;
import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.CloseConnectionException;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Fault: Helidon takes as errors of the connection what crosses a stream's end on the way, and warns with a stack trace of every
 * peer that is none of its kind. Cure: what the client sends is read here, frame by frame; Helidon sees only what it treats well.
 * Confined to the connection's thread.
 */
final class FrameGuard implements Supplier<byte[]> {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);

    private final DataReader in;
    private final Wire wire;
    private final CallTable calls;
    private final ClientSettings settings;
    private final EndedByClient ended = new EndedByClient();
    private final HeaderBlock block = new HeaderBlock();
    private final HeaderFields requests = HeaderFields.ofRequests(Frame.MAX_PAYLOAD_BYTES);
    private boolean hasPreface;

    FrameGuard(DataReader in, Wire wire) {
        this.in = in;
        this.wire = wire;
        this.calls = wire.calls();
        this.settings = new ClientSettings(wire);
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
            wire.require(length <= Frame.MAX_PAYLOAD_BYTES, Http2Error.FRAME_SIZE_ERROR);
            byte[] bytes = Arrays.copyOf(header, Frame.HEADER_BYTES + length);
            Frame frame = new Frame(bytes);
            if (frame.type() == Frame.DATA && settings.haveCome()) {
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
        boolean isExpected = settings.haveCome() ? isExpected(frame) : frame.type() == Frame.SETTINGS;
        wire.require(isExpected && frame.type() != Frame.PUSH_PROMISE, Http2Error.PROTOCOL_ERROR);
        Frame passed = switch (frame.type()) {
            case Frame.DATA -> data(frame);
            case Frame.HEADERS, Frame.CONTINUATION -> headers(frame);
            case Frame.RST_STREAM -> reset(frame);
            case Frame.SETTINGS -> settings.shown(frame);
            case Frame.PING -> ping(frame);
            case Frame.WINDOW_UPDATE -> windowUpdate(frame);
            default -> overlooked(frame);
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

    private @Nullable Frame data(Frame frame) {
        wire.require(calls.wasOpened(frame.stream()), Http2Error.PROTOCOL_ERROR);
        wire.require(calls.received().received(frame.payloadBytes()), Http2Error.FLOW_CONTROL_ERROR);
        wire.require(!frame.has(Frame.PADDED) || unpaddedEnd(frame) >= 1, Http2Error.PROTOCOL_ERROR);
        CallStream call = calls.get(frame.stream());
        if (call == null || call.hasRemoteEnded()) {
            if (ended.tells(frame.stream())) {
                // At most once for each stream that the client has ended, so that no budget is needed.
                calls.reset(frame.stream(), Http2Error.STREAM_CLOSED);
            }
            return null;
        }
        if (!call.received(frame.payloadBytes())) {
            resetByUs(frame.stream(), Http2Error.FLOW_CONTROL_ERROR);
            return null;
        }
        if (frame.has(Frame.END_STREAM)) {
            remoteEnded(call);
        }
        Frame data = unpadded(frame, call);
        return call.backlog().keeps(data) ? null : data;
    }

    /** Where the padding begins that a padded frame announces, which is never before 1 if it is sound. */
    private static int unpaddedEnd(Frame frame) {
        return frame.payloadBytes() == 0 ? 0 : frame.payloadBytes() - (frame.payload(0, 1)[0] & 0xff);
    }

    private void remoteEnded(CallStream call) {
        call.remoteEnded();
        ended.add(call.id());
    }

    /** Data that has nothing but padding would never be looked at. */
    private Frame unpadded(Frame frame, CallStream call) {
        if (!frame.has(Frame.PADDED)) {
            return frame;
        }
        byte[] data = frame.payload(1, unpaddedEnd(frame));
        call.owe(frame.payloadBytes() - data.length);
        return Frame.of(Frame.DATA, frame.flags() & Frame.END_STREAM, frame.stream(), data);
    }

    private @Nullable Frame headers(Frame frame) {
        wire.require(
                frame.type() == Frame.HEADERS ? frame.stream() % 2 == 1 && block.begin(frame) : block.add(frame),
                frame.type() == Frame.HEADERS ? Http2Error.PROTOCOL_ERROR : Http2Error.ENHANCE_YOUR_CALM);
        if (!frame.has(Frame.END_HEADERS)) {
            return null;
        }
        int id = block.stream();
        boolean isRequest = id > calls.lastId();
        byte[] fields = fields(id, isRequest);
        boolean isTaken = isRequest ? isNewCall(id, fields != null) : areTrailersOf(id, fields != null);
        int endStream = block.endsStream() ? Frame.END_STREAM : 0;
        return isTaken && fields != null ? Frame.of(Frame.HEADERS, Frame.END_HEADERS | endStream, id, fields) : null;
    }

    /** Whether there is room for it and it is a request; if not, its client is told. */
    private boolean isNewCall(int id, boolean isRequest) {
        ended.begun(id);
        boolean isSound = isRequest && !block.dependsOnItself();
        CallStream call = isSound ? calls.open(id) : calls.refuse(id);
        if (call == null) {
            resetByUs(id, isSound ? Http2Error.REFUSED_STREAM : Http2Error.PROTOCOL_ERROR);
            return false;
        }
        if (block.endsStream()) {
            remoteEnded(call);
        }
        return true;
    }

    /** The block that has ended, as Helidon is to see it; null if its stream may not have it. It is read in any case, for its table. */
    private byte @Nullable [] fields(int id, boolean isRequest) {
        try {
            Http2Headers fields = requests.read(id, block.end());
            return (isRequest ? RequestRules.isRequest(fields) : RequestRules.areTrailers(fields))
                    ? HeaderFields.literals(fields)
                    : null;
        } catch (Http2Exception e) {
            wire.require(Http2Exception.isStreamError(e), Http2Error.COMPRESSION_ERROR);
            return null;
        }
    }

    /** Whether the call takes them, which gRPC's clients do not send. */
    private boolean areTrailersOf(int id, boolean areTrailers) {
        CallStream call = calls.get(id);
        boolean isCall = call != null && !call.hasRemoteEnded() && !call.isHelidonDone();
        wire.require(isCall || ended.isUnended(id), Http2Error.STREAM_CLOSED);
        if (call == null) {
            ended.add(id);
        } else {
            remoteEnded(call);
        }
        if (!areTrailers || !block.endsStream()) {
            // Wrong wherever the stream stands, and no matter of races.
            resetByUs(id, Http2Error.PROTOCOL_ERROR);
            return false;
        }
        return isCall;
    }

    private @Nullable Frame reset(Frame frame) {
        wire.require(frame.payloadBytes() == Integer.BYTES, Http2Error.FRAME_SIZE_ERROR);
        wire.require(calls.wasOpened(frame.stream()), Http2Error.PROTOCOL_ERROR);
        ended.add(frame.stream());
        CallStream call = calls.resetByClient(frame.stream());
        wire.require(wire.resets().take(), Http2Error.ENHANCE_YOUR_CALM);
        return call == null || call.isHelidonDone() ? null : Frame.reset(frame.stream(), Http2Error.CANCEL);
    }

    private void resetByUs(int stream, Http2Error error) {
        calls.reset(stream, error);
        wire.require(wire.resets().take(), Http2Error.ENHANCE_YOUR_CALM);
    }

    private @Nullable Frame overlooked(Frame frame) {
        Http2Error ofConnection = OverlookedFrames.ofConnection(frame);
        if (ofConnection != null) {
            throw wire.broken(ofConnection);
        }
        Http2Error ofStream = OverlookedFrames.ofStream(frame);
        if (ofStream != null) {
            // A stream that was never opened cannot be reset.
            wire.require(calls.wasOpened(frame.stream()), ofStream);
            resetByUs(frame.stream(), ofStream);
        }
        return null;
    }

    private @Nullable Frame ping(Frame frame) {
        wire.require(frame.stream() == 0, Http2Error.PROTOCOL_ERROR);
        wire.require(frame.payloadBytes() == Long.BYTES, Http2Error.FRAME_SIZE_ERROR);
        if (!frame.has(Frame.ACK)) {
            wire.require(wire.pings().isPermitted(), Http2Error.ENHANCE_YOUR_CALM);
            wire.outlet().offer(Frame.of(Frame.PING, Frame.ACK, 0, frame.payload()));
        }
        return null;
    }

    private @Nullable Frame windowUpdate(Frame frame) {
        wire.require(frame.payloadBytes() == Integer.BYTES, Http2Error.FRAME_SIZE_ERROR);
        int increment = frame.payloadInt(0) & Integer.MAX_VALUE;
        if (frame.stream() == 0) {
            wire.require(increment > 0, Http2Error.PROTOCOL_ERROR);
            wire.require(wire.windows().grow(increment, calls.open()), Http2Error.FLOW_CONTROL_ERROR);
            return null;
        }
        wire.require(calls.wasOpened(frame.stream()), Http2Error.PROTOCOL_ERROR);
        CallStream call = calls.get(frame.stream());
        if (increment == 0) {
            // Wrong wherever the stream stands, and no matter of races.
            resetByUs(frame.stream(), Http2Error.PROTOCOL_ERROR);
        } else if (call != null && !wire.windows().grow(call, increment)) {
            resetByUs(frame.stream(), Http2Error.FLOW_CONTROL_ERROR);
        }
        return null;
    }
}
