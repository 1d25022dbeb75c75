package io.heliograph.server.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** An HTTP/2 client that does exactly what it is told, sensible or not. Confined to one thread. */
public final class RawHttp2 implements AutoCloseable {
    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int PRIORITY = 2;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;

    public static final int END_STREAM = 1;
    public static final int ACK = 1;
    public static final int END_HEADERS = 4;

    public static final String STREAM = "/stt.STTBackend/StreamingRecognize";
    public static final String CREATE = "/stt.STTBackend/CreateSession";

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    public static final int HEADER_TABLE_SIZE = 1;
    private static final int INITIAL_WINDOW = 4;
    private static final int FRAME_BYTES = 16_384;
    private static final int READ_TIMEOUT_MILLIS = 20_000;

    private final Socket socket;
    private final OutputStream out;
    private final DataInputStream in;

    /** One frame that came. */
    public record Frame(int type, int flags, int stream, ByteString payload) {
        public boolean endsStream() {
            return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
        }
    }

    public RawHttp2(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        out = socket.getOutputStream();
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** A connection that has said hello. */
    public static RawHttp2 open(int port) throws IOException {
        RawHttp2 client = new RawHttp2(port);
        client.bytes(PREFACE.getBytes(ISO_8859_1));
        client.frame(SETTINGS, 0, 0, new byte[0]);
        client.acknowledge();
        return client;
    }

    /** A connection that lets the server send nothing on its streams. */
    public static RawHttp2 openWithoutWindow(int port) throws IOException {
        RawHttp2 client = new RawHttp2(port);
        client.bytes(PREFACE.getBytes(ISO_8859_1));
        client.initialWindow(0);
        return client;
    }

    /** Says how much the server may send on each stream before it is granted more, also on those that are open. */
    public void initialWindow(int bytes) throws IOException {
        setting(INITIAL_WINDOW, bytes);
    }

    /** Changes one of the client's settings. */
    public void setting(int id, int value) throws IOException {
        frame(
                SETTINGS,
                0,
                0,
                ByteBuffer.allocate(6).putShort((short) id).putInt(value).array());
    }

    /** Lets the server send so much more, on a stream or, with 0, on the connection. */
    public void grant(int stream, int bytes) throws IOException {
        frame(WINDOW_UPDATE, 0, stream, number(bytes));
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    /** Takes the server's settings as given: only then do they hold for both. */
    private void acknowledge() throws IOException {
        Frame settings = read();
        if (settings == null || settings.type() != SETTINGS) {
            throw new IOException("the server does not begin with SETTINGS: " + settings);
        }
        frame(SETTINGS, ACK, 0, new byte[0]);
    }

    public void bytes(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    public void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        bytes(encoded(type, flags, stream, payload));
    }

    public static byte[] encoded(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** Opens a call. */
    public void call(int stream, String path, String... more) throws IOException {
        frame(HEADERS, END_HEADERS, stream, headerBlock(path, more));
    }

    /** Sends a whole message on a call, in frames of the size that every peer must take. */
    public void send(int stream, MessageLite message, boolean isLast) throws IOException {
        byte[] bytes = grpc(0, message.getSerializedSize(), message.toByteArray());
        for (int at = 0; at < bytes.length; at += FRAME_BYTES) {
            int end = Math.min(bytes.length, at + FRAME_BYTES);
            frame(DATA, isLast && end == bytes.length ? END_STREAM : 0, stream, Arrays.copyOfRange(bytes, at, end));
        }
    }

    /** A gRPC message with a length that may be a lie. */
    public static byte[] grpc(int compressed, long length, byte[] body) {
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) compressed)
                .putInt((int) length)
                .put(body)
                .array();
    }

    /** One after the other. */
    public static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Request headers as literals, without Huffman code or table. */
    public static byte[] headerBlock(String path, String... more) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(fields(":method", "POST", ":scheme", "http", ":path", path, ":authority", "localhost"));
        block.writeBytes(fields("content-type", "application/grpc", "te", "trailers"));
        block.writeBytes(fields(more));
        return block.toByteArray();
    }

    /** Names and values, as literals. */
    public static byte[] fields(String... namesAndValues) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            header(block, namesAndValues[i], namesAndValues[i + 1]);
        }
        return block.toByteArray();
    }

    /**
     * One whose name is in Huffman code.
     *
     * @param hexName its bytes, at most 126
     */
    public static byte[] codedField(String hexName, String value) {
        byte[] name = HexFormat.of().parseHex(hexName);
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(0);
        block.write(128 | name.length);
        block.writeBytes(name);
        literal(block, value);
        return block.toByteArray();
    }

    /** One that the table is to remember. */
    public static byte[] indexedField(String name, String value) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(64);
        literal(block, name);
        literal(block, value);
        return block.toByteArray();
    }

    private static void header(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        literal(block, name);
        literal(block, value);
    }

    private static void literal(ByteArrayOutputStream block, String text) {
        int left = text.length();
        if (left < 127) {
            block.write(left);
        } else {
            block.write(127);
            for (left -= 127; left >= 128; left >>= 7) {
                block.write((left & 127) | 128);
            }
            block.write(left);
        }
        block.writeBytes(text.getBytes(ISO_8859_1));
    }

    /** The next frame; null if the server has closed. */
    public @Nullable Frame read() throws IOException {
        try {
            int high = in.read();
            if (high < 0) {
                return null;
            }
            int length = high << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt() & Integer.MAX_VALUE;
            byte[] payload = new byte[length];
            in.readFully(payload);
            return new Frame(type, flags, stream, ByteString.copyFrom(payload));
        } catch (java.net.SocketTimeoutException e) {
            throw new IOException("no frame within %d ms".formatted(READ_TIMEOUT_MILLIS), e);
        } catch (IOException e) {
            // Closing with unread bytes on the way is a reset.
            return null;
        }
    }

    /** Reads until the call has ended; gives all that came of it as Latin-1. */
    public String untilEndOf(int stream) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Frame frame = read(); frame != null; frame = read()) {
            if (frame.stream() == stream) {
                text.append(frame.payload().toString(ISO_8859_1));
                if (frame.endsStream() || frame.type() == RST_STREAM) {
                    return text.toString();
                }
            }
        }
        throw new IOException("the connection was closed before call %d ended".formatted(stream));
    }

    /** Reads until the server takes more of a call; false if the call has ended instead. */
    public boolean untilWindow(int stream) throws IOException {
        for (Frame frame = read(); frame != null; frame = read()) {
            if (frame.stream() == stream && frame.type() == WINDOW_UPDATE) {
                return true;
            }
            if (frame.stream() == stream && (frame.endsStream() || frame.type() == RST_STREAM)) {
                return false;
            }
        }
        throw new IOException("the connection was closed before call %d went on".formatted(stream));
    }

    /** Reads until the server closes; gives the error code of its GOAWAY, −1 if there was none. */
    public int untilClosed() throws IOException {
        int code = -1;
        for (Frame frame = read(); frame != null; frame = read()) {
            if (frame.type() == GOAWAY) {
                code = frame.payload().asReadOnlyByteBuffer().getInt(4);
            }
        }
        return code;
    }

    /** Ends the connection with a TCP reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
