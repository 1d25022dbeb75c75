package io.heliograph.server.transport.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import io.heliograph.server.testing.RawHttp2;
import java.io.IOException;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A client that speaks HTTP/2 frame by frame, and a neighbour among its calls. Confined to the test's thread. */
abstract class RawConformance extends OverBothTransports {
    static final String ECHO = "/" + EchoTransport.ECHO.getFullMethodName();

    /** The first of each test's streams. */
    static final int NEIGHBOUR = 1;

    @SuppressWarnings("NullAway.Init")
    RawHttp2 client;

    @BeforeEach
    void connect() throws IOException {
        client = RawHttp2.open(server.port());
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
    }

    static byte[] message(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return RawHttp2.grpc(0, bytes.length, bytes);
    }

    void send(int stream, int flags, String text) throws IOException {
        client.frame(RawHttp2.DATA, flags, stream, message(text));
    }

    RawHttp2.Frame next(Predicate<RawHttp2.Frame> sought) throws IOException {
        for (RawHttp2.Frame frame = client.read(); frame != null; frame = client.read()) {
            if (sought.test(frame)) {
                return frame;
            }
        }
        throw new AssertionError("the connection was closed");
    }

    ByteString nextData(int stream) throws IOException {
        return next(frame -> frame.type() == RawHttp2.DATA && frame.stream() == stream)
                .payload();
    }

    int nextReset(int stream) throws IOException {
        return next(frame -> frame.type() == RawHttp2.RST_STREAM && frame.stream() == stream)
                .payload()
                .asReadOnlyByteBuffer()
                .getInt();
    }

    void openNeighbour() throws Exception {
        client.call(NEIGHBOUR, ECHO);
        server.nextCall();
    }

    void assertNeighbourIsAlive() throws IOException {
        send(NEIGHBOUR, 0, "still here");
        assertEquals(ByteString.copyFrom(message("still here")), nextData(NEIGHBOUR));
    }
}
