package io.heliograph.server.transport.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.heliograph.server.testing.RawHttp2;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Blocks of headers in every form that RFC 7541 allows, and what becomes of those that are no request. */
final class HeaderConformanceTest extends RawConformance {

    @Test
    void namesOfPseudoHeadersMayBeSpeltOutInHuffmanCode() throws Exception {
        openNeighbour();
        byte[] block = RawHttp2.joined(
                RawHttp2.codedField("b9495339e4", "POST"),
                RawHttp2.codedField("b8824e5a4b", "http"),
                RawHttp2.codedField("b958d33f", ECHO),
                RawHttp2.codedField("b83b5339ec327d7f", "localhost"),
                RawHttp2.fields("content-type", "application/grpc", "te", "trailers"));
        client.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS, 3, block);
        send(3, 0, "spelt out");
        assertEquals(ByteString.copyFrom(message("spelt out")), nextData(3));
        assertNeighbourIsAlive();
    }

    @Test
    void aClientMayWantNoTableOfHeaders() throws Exception {
        client.setting(RawHttp2.HEADER_TABLE_SIZE, 0);
        for (int stream = 1; stream <= 3; stream += 2) {
            client.call(stream, ECHO);
            send(stream, 0, "no table");
            assertEquals(ByteString.copyFrom(message("no table")), nextData(stream));
        }
    }

    /** It empties the table, which is no error (RFC 7541, section 4.4), and the fields after it are read as ever. */
    @Test
    void aFieldMayBeLargerThanTheTable() throws Exception {
        openNeighbour();
        byte[] block = RawHttp2.headerBlock(ECHO);
        byte[] large = RawHttp2.indexedField("large", "x".repeat(6_000));
        byte[] small = RawHttp2.indexedField("small", "y");
        for (int stream = 3; stream <= 7; stream += 2) {
            client.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS, stream, RawHttp2.joined(block, large, small));
            EchoCall call = server.nextCall();
            assertEquals(6_000, value(call, "large").length());
            assertEquals("y", value(call, "small"));
            send(stream, 0, "still read");
            assertEquals(ByteString.copyFrom(message("still read")), nextData(stream));
        }
        assertNeighbourIsAlive();
    }

    /** A client may shrink the table to nothing and add to it all the same. */
    @Test
    void aTableMayHaveNoRoom() throws Exception {
        byte[] noRoom = {0x20};
        client.frame(
                RawHttp2.HEADERS,
                RawHttp2.END_HEADERS,
                1,
                RawHttp2.joined(noRoom, RawHttp2.headerBlock(ECHO), RawHttp2.indexedField("small", "y")));
        assertEquals("y", value(server.nextCall(), "small"));
        send(1, 0, "read");
        assertEquals(ByteString.copyFrom(message("read")), nextData(1));
    }

    private static String value(EchoCall call, String name) {
        return String.valueOf(call.headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
    }

    @Test
    void aMalformedRequestIsResetAlone() throws Exception {
        openNeighbour();
        int stream = NEIGHBOUR;
        for (byte[] block : List.of(
                RawHttp2.headerBlock(ECHO, "content-length", "many"),
                RawHttp2.headerBlock(ECHO, "content-length", "1", "content-length", "2"),
                RawHttp2.headerBlock(ECHO, "content-length", "9".repeat(30)),
                RawHttp2.headerBlock(ECHO, ":path", "/late"),
                RawHttp2.headerBlock(ECHO, ":other", "x"),
                RawHttp2.headerBlock(ECHO, "Upper", "x"),
                RawHttp2.headerBlock(ECHO, "connection", "close"),
                RawHttp2.fields(":method", "POST", ":scheme", "http", ":authority", "localhost"),
                RawHttp2.fields(":method", "CONNECT", ":authority", "localhost"),
                RawHttp2.fields("content-type", "application/grpc"))) {
            stream += 2;
            client.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS, stream, block);
            client.untilEndOf(stream);
        }
        assertNeighbourIsAlive();
    }
}
