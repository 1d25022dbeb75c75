package io.heliograph.server.transport.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.heliograph.server.testing.RawHttp2;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/**
 * What a client may rely on whose HTTP/2 differs from that of gRPC's usual clients, and what happens to one that breaks the rules:
 * the stream concerned is ended, its neighbours are not. Findings of h2spec, asked with real calls.
 */
final class FrameConformanceTest extends RawConformance {
    // RFC 9113, section 7.
    private static final int PROTOCOL_ERROR = 1;
    private static final int INTERNAL_ERROR = 2;
    private static final int STREAM_CLOSED = 5;
    private static final int FRAME_SIZE_ERROR = 6;
    private static final int REFUSED_STREAM = 7;

    private static final int INITIAL_WINDOW_BYTES = 65_535;

    @Test
    void aChangedWindowHoldsForCallsThatAreOpen() throws Exception {
        String text = "x".repeat(1_000);
        client.initialWindow(0);
        client.call(1, ECHO);
        send(1, 0, text);
        client.initialWindow(3);
        ByteString came = nextData(1);
        assertEquals(3, came.size());
        // It is −1 now, and then 1.
        client.initialWindow(2);
        client.grant(1, 2);
        ByteString one = nextData(1);
        assertEquals(1, one.size());
        came = came.concat(one);
        client.initialWindow(INITIAL_WINDOW_BYTES);
        while (came.size() < text.length()) {
            came = came.concat(nextData(1));
        }
        assertEquals(ByteString.copyFrom(message(text)), came);
    }

    @Test
    void aWindowHoldsFromItsAcknowledgementOn() throws Exception {
        // Of open() itself; the next two are awaited one by one.
        nextAcknowledgement();
        client.initialWindow(0);
        nextAcknowledgement();
        client.call(1, ECHO);
        send(1, 0, "some text");
        client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, 1, new byte[0]);
        // The answer waits for its window now.
        next(frame -> frame.type() == RawHttp2.HEADERS && frame.stream() == 1);
        client.initialWindow(INITIAL_WINDOW_BYTES);
        RawHttp2.Frame first = next(frame -> frame.type() == RawHttp2.DATA || isAcknowledgement(frame));
        assertTrue(isAcknowledgement(first), "data before the acknowledgement");
        assertEquals(ByteString.copyFrom(message("some text")), nextData(1));
    }

    private static boolean isAcknowledgement(RawHttp2.Frame frame) {
        return frame.type() == RawHttp2.SETTINGS && (frame.flags() & RawHttp2.ACK) != 0;
    }

    private void nextAcknowledgement() throws IOException {
        next(FrameConformanceTest::isAcknowledgement);
    }

    @Test
    void aChangedWindowHoldsForCallsToCome() throws Exception {
        client.initialWindow(1);
        for (int stream = 1; stream <= 5; stream += 2) {
            client.call(stream, ECHO);
            send(stream, 0, "some text");
            ByteString came = nextData(stream);
            assertEquals(1, came.size(), "stream " + stream);
            client.grant(stream, INITIAL_WINDOW_BYTES);
            came = came.concat(nextData(stream));
            assertEquals(ByteString.copyFrom(message("some text")), came, "stream " + stream);
        }
    }

    @Test
    void callsBeyondWhatIsAdvertisedAreRefusedAndTheOthersGoOn() throws Exception {
        int max = EchoTransport.BOUNDS.maxCallsPerConnection();
        for (int i = 0; i < max; i++) {
            client.call(1 + 2 * i, ECHO);
        }
        int oneTooMany = 1 + 2 * max;
        client.call(oneTooMany, ECHO);
        assertEquals(REFUSED_STREAM, nextReset(oneTooMany));
        assertNeighbourIsAlive();
        send(oneTooMany - 2, 0, "and the last");
        assertEquals(ByteString.copyFrom(message("and the last")), nextData(oneTooMany - 2));
    }

    @Test
    void dataAfterTheClientsOwnEndResetsItsCallAlone() throws Exception {
        openNeighbour();
        client.call(3, ECHO, "manual", "yes");
        EchoCall call = server.nextCall();
        send(3, RawHttp2.END_STREAM, "the last");
        send(3, 0, "more");
        assertEquals(STREAM_CLOSED, nextReset(3));
        assertEquals("cancelled", call.toldFate());
        assertNeighbourIsAlive();
    }

    @Test
    void dataOnACallThatEndedWellIsAnsweredForItsStreamAlone() throws Exception {
        openNeighbour();
        client.call(3, ECHO);
        client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, 3, new byte[0]);
        client.untilEndOf(3);
        send(3, 0, "more");
        assertEquals(STREAM_CLOSED, nextReset(3));
        assertNeighbourIsAlive();
    }

    @Test
    void aPriorityThatIsWrongHurtsItsStreamAtMost() throws Exception {
        openNeighbour();
        client.call(3, ECHO);
        client.frame(RawHttp2.PRIORITY, 0, 3, new byte[4]);
        assertEquals(FRAME_SIZE_ERROR, nextReset(3));
        client.call(5, ECHO);
        client.frame(RawHttp2.PRIORITY, 0, 5, dependingOn(5));
        assertEquals(PROTOCOL_ERROR, nextReset(5));
        client.call(7, ECHO);
        client.frame(RawHttp2.PRIORITY, 0, 7, dependingOn(NEIGHBOUR));
        send(7, 0, "a hint");
        assertEquals(ByteString.copyFrom(message("a hint")), nextData(7));
        assertNeighbourIsAlive();
    }

    private static byte[] dependingOn(int stream) {
        return ByteBuffer.allocate(5).putInt(stream).array();
    }

    @Test
    void aPriorityOfTheConnectionEndsIt() throws Exception {
        client.frame(RawHttp2.PRIORITY, 0, 0, dependingOn(3));
        assertEquals(PROTOCOL_ERROR, client.untilClosed());
    }

    @Test
    void aGoAwayOfAStreamEndsTheConnection() throws Exception {
        openNeighbour();
        client.frame(RawHttp2.GOAWAY, 0, NEIGHBOUR, new byte[8]);
        assertEquals(PROTOCOL_ERROR, client.untilClosed());
    }

    @Test
    void trailersOfACallThatTheServerHasEndedResetItAlone() throws Exception {
        openNeighbour();
        client.call(3, ECHO);
        send(3, 0, EchoCall.END + "enough");
        client.untilEndOf(3);
        client.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS | RawHttp2.END_STREAM, 3, RawHttp2.fields("too", "late"));
        if (Shortfall.LATE_TRAILERS.of(kind)) {
            assertEquals(INTERNAL_ERROR, client.untilClosed());
        } else {
            assertNeighbourIsAlive();
        }
    }

    @Test
    void aCallWhoseLengthIsALieIsResetAndTold() throws Exception {
        openNeighbour();
        client.call(3, ECHO, "content-length", "1");
        EchoCall call = server.nextCall();
        send(3, 0, "more than one byte");
        assertEquals(PROTOCOL_ERROR, nextReset(3));
        assertEquals("cancelled", call.toldFate());
        assertNeighbourIsAlive();
    }

    @Test
    void whoSpeaksNoGrpcGetsATextAsItsWindowAllows() throws Exception {
        openNeighbour();
        client.initialWindow(1);
        client.frame(
                RawHttp2.HEADERS,
                RawHttp2.END_HEADERS | RawHttp2.END_STREAM,
                3,
                RawHttp2.fields(":method", "GET", ":scheme", "http", ":path", "/", ":authority", "localhost"));
        ByteString came = nextData(3);
        assertEquals(1, came.size());
        client.initialWindow(INITIAL_WINDOW_BYTES);
        String rest = client.untilEndOf(3);
        assertFalse(rest.isEmpty());
        assertNeighbourIsAlive();
    }
}
