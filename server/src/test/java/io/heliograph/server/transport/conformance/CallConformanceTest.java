package io.heliograph.server.transport.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.CallOptions;
import io.grpc.Codec;
import io.grpc.CompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.heliograph.server.transport.grpc.GrpcSetup;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What one call may rely on: messages, statuses, sizes, compression, deadlines, flow control. */
final class CallConformanceTest extends OverBothTransports {
    private static final String TEXT = "größer als 100 % – 한국어 🎙";

    private static Metadata manual() {
        Metadata headers = new Metadata();
        headers.put(EchoCall.MANUAL, "yes");
        return headers;
    }

    private static String kilobytes(int count) {
        return "x".repeat(1_024 * count);
    }

    @Test
    void messagesComeBackInOrderAndTheCallEndsWell() throws Exception {
        EchoClient client = new EchoClient(channel);
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            sent.add(TEXT + i);
            client.send(TEXT + i);
        }
        client.call.halfClose();
        assertEquals(Status.Code.OK, client.status().getCode());
        assertEquals(sent, new ArrayList<>(client.messages));
        assertEquals("completed", server.nextCall().toldFate());
        assertEquals(Status.Code.OK, server.nextEnd().getCode());
    }

    @Test
    void aMessageMayBeEmpty() throws Exception {
        EchoClient client = new EchoClient(channel).send("").send("a").send("");
        assertEquals(List.of("", "a", ""), List.of(client.next(), client.next(), client.next()));
    }

    @Test
    void headersArriveAndTrailersReturn() throws Exception {
        Metadata headers = new Metadata();
        headers.put(EchoCall.BINARY, new byte[] {0, -1, 7});
        headers.put(EchoCall.REPEATED, "one");
        headers.put(EchoCall.REPEATED, "two");
        EchoClient client = new EchoClient(channel, headers, CallOptions.DEFAULT, false);
        client.call.halfClose();
        Metadata trailers = client.trailers.get(20, TimeUnit.SECONDS);
        assertArrayEquals(new byte[] {0, -1, 7}, trailers.get(EchoCall.BINARY));
        Iterable<String> repeated = trailers.getAll(EchoCall.REPEATED);
        assertNotNull(repeated);
        List<String> values = new ArrayList<>();
        repeated.forEach(values::add);
        assertEquals(Shortfall.REPEATED_TRAILERS.of(kind) ? List.of("one, two") : List.of("one", "two"), values);
    }

    @Test
    void aStatusTextArrivesAsItWasWritten() throws Exception {
        Status status = new EchoClient(channel).send(EchoCall.END + TEXT).status();
        assertEquals(Status.Code.ABORTED, status.getCode());
        assertEquals(TEXT, status.getDescription());
    }

    @Test
    void aLongStatusTextArrivesAsFarAsItFits() throws Exception {
        String text = "ü".repeat(1_000);
        Status status = new EchoClient(channel).send(EchoCall.END + text).status();
        assertEquals(Status.Code.ABORTED, status.getCode());
        int characters = Shortfall.LONG_STATUS_TEXTS.of(kind) ? 4_000 / "%C3%BC".length() : text.length();
        assertEquals(text.substring(0, characters), status.getDescription());
    }

    @Test
    void afterTheEndNothingIsDelivered() throws Exception {
        EchoClient client = new EchoClient(channel);
        client.send("first").send(EchoCall.END + "enough").send("late").send("later");
        assertEquals(Status.Code.ABORTED, client.status().getCode());
        EchoCall call = server.nextCall();
        assertEquals("completed", call.toldFate());
        assertEquals(List.of("first", EchoCall.END + "enough"), new ArrayList<>(call.messages));
    }

    @Test
    void whatTheServiceThrowsIsToldAtOnceAndTheConnectionLivesOn() throws Exception {
        EchoClient neighbour = new EchoClient(channel);
        assertTrue(neighbour.isAlive());
        Status status = new EchoClient(channel).send(EchoCall.FAIL).status();
        assertEquals(Status.Code.UNKNOWN, status.getCode());
        assertTrue(neighbour.isAlive());
    }

    @Test
    void messagesBeyondTheLimitAreRefusedAndTheConnectionLivesOn() throws Exception {
        EchoClient neighbour = new EchoClient(channel);
        assertTrue(neighbour.isAlive());
        EchoClient largest = new EchoClient(channel).send("y".repeat(EchoTransport.LARGEST_BYTES));
        assertEquals(EchoTransport.LARGEST_BYTES, largest.next().length());
        EchoClient tooLarge = new EchoClient(channel).send("y".repeat(EchoTransport.LARGEST_BYTES + 1));
        assertEquals(Status.Code.RESOURCE_EXHAUSTED, tooLarge.status().getCode());
        assertTrue(neighbour.isAlive());
    }

    @Test
    void compressedMessagesOfAnySizeAreRead() throws Exception {
        EchoClient client = new EchoClient(channel, new Metadata(), CallOptions.DEFAULT.withCompression("gzip"), false);
        client.call.setMessageCompression(true);
        byte[] random = new byte[300_000];
        new Random(1).nextBytes(random);
        String incompressible = new String(random, java.nio.charset.StandardCharsets.ISO_8859_1);
        client.send("small").send(incompressible).send(kilobytes(500));
        assertEquals(
                List.of("small", incompressible, kilobytes(500)), List.of(client.next(), client.next(), client.next()));
    }

    @Test
    void unknownCompressionIsUnimplemented() throws Exception {
        CompressorRegistry registry = CompressorRegistry.newEmptyInstance();
        registry.register(new Rot());
        ManagedChannel other = NettyChannelBuilder.forAddress(EchoTransport.HOST, server.port())
                .usePlaintext()
                .compressorRegistry(registry)
                .build();
        try {
            EchoClient client =
                    new EchoClient(other, new Metadata(), CallOptions.DEFAULT.withCompression("rot"), false);
            client.send("?");
            assertEquals(Status.Code.UNIMPLEMENTED, client.status().getCode());
        } finally {
            other.shutdownNow();
        }
    }

    private static final class Rot implements Codec {
        @Override
        public String getMessageEncoding() {
            return "rot";
        }

        @Override
        public InputStream decompress(InputStream stream) {
            return stream;
        }

        @Override
        public OutputStream compress(OutputStream stream) {
            return stream;
        }
    }

    @Test
    void unknownMethodsAreUnimplemented() throws Exception {
        for (String name : List.of("test.Echo/Other", "test.Other/Echo", "test.Echo/%2e")) {
            EchoClient client = new EchoClient(
                    channel,
                    EchoTransport.ECHO.toBuilder().setFullMethodName(name).build(),
                    new Metadata(),
                    CallOptions.DEFAULT,
                    false);
            client.send("?");
            assertEquals(Status.Code.UNIMPLEMENTED, client.status().getCode(), name);
        }
        assertTrue(new EchoClient(channel).isAlive());
    }

    @Test
    void aClientsDeadlineIsKnownAndKept() throws Exception {
        EchoClient client = new EchoClient(
                channel, manual(), CallOptions.DEFAULT.withDeadlineAfter(500, TimeUnit.MILLISECONDS), false);
        EchoCall call = server.nextCall();
        assertNotNull(call.context.getDeadline());
        assertEquals("cancelled", call.toldFate());
        assertTrue(call.context.isCancelled());
        assertEquals(Status.Code.DEADLINE_EXCEEDED, client.status().getCode());
        assertTrue(new EchoClient(channel).isAlive());
    }

    @Test
    void whoIsNotAskedForMessagesIsSlowedAndNothingIsLost() throws Exception {
        EchoClient neighbour = new EchoClient(channel);
        assertTrue(neighbour.isAlive());
        EchoClient client = new EchoClient(channel, manual(), CallOptions.DEFAULT, false);
        server.nextCall();
        EchoCall call = server.nextCall();
        int sent = 0;
        // More than any window holds; the client says when it must wait.
        while (client.call.isReady() && sent < 10_000) {
            client.send(kilobytes(16) + sent);
            sent++;
            assertTrue(neighbour.isAlive(), "a neighbour on the connection");
        }
        assertTrue(sent * 16_384 <= 4 * GrpcSetup.FLOW_CONTROL_WINDOW_BYTES, sent + " messages were taken");
        assertEquals(0, call.messages.size());
        for (int i = 0; i < sent; i++) {
            call.call.request(1);
            String message = call.messages.poll(20, TimeUnit.SECONDS);
            assertNotNull(message, "message " + i + " of " + sent);
            assertEquals(kilobytes(16) + i, message);
        }
    }

    @Test
    void whoDoesNotReadIsNotSentToAndHearsTheEndInOrder() throws Exception {
        EchoClient neighbour = new EchoClient(channel);
        assertTrue(neighbour.isAlive());
        EchoClient client = new EchoClient(channel, manual(), CallOptions.DEFAULT, true);
        server.nextCall();
        EchoCall call = server.nextCall();
        int sent = 0;
        while (call.call.isReady() && sent < 10_000) {
            call.send(kilobytes(16) + sent);
            sent++;
        }
        assertFalse(call.call.isReady(), sent + " messages were sent");
        assertTrue(neighbour.isAlive(), "a neighbour on the connection");
        call.end(Status.ABORTED.withDescription("after them"));
        client.call.request(sent + 1);
        for (int i = 0; i < sent; i++) {
            assertEquals(kilobytes(16) + i, client.next());
        }
        assertEquals("after them", client.status().getDescription());
    }

    @Test
    void aCallBecomesReadyAgain() throws Exception {
        EchoClient client = new EchoClient(channel, manual(), CallOptions.DEFAULT, true);
        EchoCall call = server.nextCall();
        while (call.call.isReady()) {
            call.send(kilobytes(16));
        }
        int before = call.ready.get();
        client.call.request(10_000);
        Await.until("ready again", () -> call.ready.get() > before && call.call.isReady());
    }

    @Test
    void halfCloseComesAfterAllMessages() throws Exception {
        EchoClient client = new EchoClient(channel, manual(), CallOptions.DEFAULT, false);
        client.send("a").send("b");
        client.call.halfClose();
        EchoCall call = server.nextCall();
        call.call.request(1);
        assertEquals("a", call.messages.poll(20, TimeUnit.SECONDS));
        assertFalse(client.end.isDone());
        call.call.request(1);
        assertEquals(Status.Code.OK, client.status().getCode());
        assertEquals("b", call.messages.poll());
    }

    @Test
    void aCancelIsTold() throws Exception {
        EchoClient client = new EchoClient(channel);
        assertTrue(client.isAlive());
        client.call.cancel("enough", null);
        EchoCall call = server.nextCall();
        assertEquals("cancelled", call.toldFate());
        assertTrue(call.call.isCancelled());
        assertTrue(call.context.isCancelled());
        assertEquals(Status.Code.CANCELLED, server.nextEnd().getCode());
    }

    @Test
    void whatIsSentAfterACancelIsForgotten() throws Exception {
        EchoClient client = new EchoClient(channel);
        assertTrue(client.isAlive());
        client.call.cancel("enough", null);
        EchoCall call = server.nextCall();
        assertEquals("cancelled", call.toldFate());
        call.send("nobody reads it");
        call.end(Status.OK);
        assertTrue(new EchoClient(channel).isAlive());
    }
}
