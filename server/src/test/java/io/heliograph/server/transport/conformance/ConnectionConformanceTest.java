package io.heliograph.server.transport.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What calls on one connection may rely on: that none hurts another, however it ends, and that every end is told. */
final class ConnectionConformanceTest extends OverBothTransports {
    private static final int RACES = 2_000;
    private static final int EARLY_CANCELS = 200;
    private static final int DROPS = 60;
    private static final int EARLY_ENDS = 20;
    private static final int BLOCKED_FRAMES = 100;
    private static final int PATIENCE_SECONDS = 20;

    private static Metadata with(Metadata.Key<String> key) {
        Metadata headers = new Metadata();
        headers.put(key, "yes");
        return headers;
    }

    private EchoClient neighbour() throws InterruptedException {
        EchoClient neighbour = new EchoClient(channel);
        assertTrue(neighbour.isAlive());
        server.nextCall();
        return neighbour;
    }

    @Test
    void cancelsThatRaceTheEndHurtNoNeighbour() throws Exception {
        EchoClient neighbour = neighbour();
        for (int i = 0; i < RACES; i++) {
            EchoClient racer = new EchoClient(channel);
            racer.send("a").call.halfClose();
            if (i % 3 == 0) {
                assertTrue(racer.next().equals("a"));
            }
            racer.call.cancel("raced", null);
            racer.status();
        }
        assertTrue(neighbour.isAlive());
        Await.until("all but the neighbour have ended", () -> server.ended() == server.begun() - 1);
    }

    @Test
    void everyCallThatBeganIsToldOfAnEarlyCancel() throws Exception {
        EchoClient neighbour = neighbour();
        for (int i = 0; i < EARLY_CANCELS; i++) {
            new EchoClient(channel).call.cancel("at once", null);
        }
        assertTrue(neighbour.isAlive());
        Await.until("all but the neighbour have ended", () -> server.ended() == server.begun() - 1);
    }

    @Test
    void aServerThatEndsEarlyHurtsNoNeighbour() throws Exception {
        EchoClient neighbour = neighbour();
        for (int i = 0; i < EARLY_ENDS; i++) {
            EchoClient sender = new EchoClient(channel);
            AtomicBoolean isOver = new AtomicBoolean();
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                for (int n = 0; n < 100_000 && !isOver.get(); n++) {
                    sender.send(n == 20 ? EchoCall.END + "enough" : "x".repeat(500));
                }
            });
            assertEquals("enough", sender.status().getDescription());
            isOver.set(true);
            sending.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertTrue(neighbour.isAlive(), "after " + i + " early ends");
        }
    }

    @Test
    void aSlowCancelHandlerHoldsNobodyUp() throws Exception {
        EchoClient neighbour = neighbour();
        EchoClient slow = new EchoClient(channel, with(EchoCall.SLOW), CallOptions.DEFAULT, false);
        assertTrue(slow.isAlive());
        EchoCall call = server.nextCall();
        slow.call.cancel("enough", null);
        assertTrue(call.blocked.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertTrue(neighbour.isAlive());
        assertTrue(new EchoClient(channel).isAlive());
        call.release.countDown();
        assertEquals("cancelled", call.toldFate());
    }

    @Test
    void aBlockedCallbackHoldsNobodyElseUp() throws Exception {
        EchoClient neighbour = neighbour();
        EchoClient blocked = new EchoClient(channel);
        blocked.send(EchoCall.BLOCK);
        EchoCall call = server.nextCall();
        assertTrue(call.blocked.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
        for (int i = 0; i < BLOCKED_FRAMES; i++) {
            blocked.send("waiting" + i);
            // So that each is a frame of its own.
            assertTrue(neighbour.isAlive(), "after " + i + " frames");
        }
        blocked.call.halfClose();
        assertTrue(neighbour.isAlive());
        call.release.countDown();
        assertEquals(EchoCall.BLOCK, blocked.next());
        for (int i = 0; i < BLOCKED_FRAMES; i++) {
            assertEquals("waiting" + i, blocked.next());
        }
        assertEquals(Status.Code.OK, blocked.status().getCode());
    }

    @Test
    void droppedConnectionsAreToldToEveryCall() throws Exception {
        List<EchoCall> calls = new ArrayList<>();
        for (int i = 0; i < DROPS; i++) {
            ManagedChannel dropped = server.channel();
            EchoClient client = new EchoClient(dropped);
            assertTrue(client.isAlive());
            calls.add(server.nextCall());
            dropped.shutdownNow();
        }
        for (EchoCall call : calls) {
            assertEquals("cancelled", call.toldFate());
        }
        Await.until("no connection is counted", () -> server.transport().connections() == 0);
        assertEquals(server.begun(), server.ended());
    }

    @Test
    void aClientThatGoesLetsItsCallsEnd() throws Exception {
        EchoClient live = neighbour();
        channel.shutdown();
        assertTrue(live.isAlive());
        live.call.halfClose();
        assertEquals(Status.Code.OK, live.status().getCode());
        assertTrue(channel.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void aStopWaitsForOpenCallsAndRefusesNewOnes() throws Exception {
        EchoClient live = neighbour();
        AtomicBoolean tornDown = new AtomicBoolean();
        CompletableFuture<Void> stopped =
                CompletableFuture.runAsync(() -> server.transport().stop(20_000, () -> tornDown.set(true)));
        Await.until("no more calls", () -> !server.transport().isRunning());
        assertEquals(
                Status.Code.UNAVAILABLE,
                new EchoClient(server.channel()).status().getCode());
        assertTrue(live.isAlive());
        live.call.halfClose();
        assertEquals(Status.Code.OK, live.status().getCode());
        stopped.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertFalse(tornDown.get());
    }

    @Test
    void aStopEndsWhatIsStillOpenAfterItsGrace() throws Exception {
        EchoClient live = new EchoClient(channel);
        assertTrue(live.isAlive());
        EchoCall call = server.nextCall();
        AtomicBoolean tornDown = new AtomicBoolean();
        server.transport().stop(50, () -> tornDown.set(true));
        assertTrue(tornDown.get());
        // grpc-java on Netty resets the stream, which is a cancel to the client.
        assertTrue(
                Set.of(Status.Code.UNAVAILABLE, Status.Code.CANCELLED)
                        .contains(live.status().getCode()),
                live.status().toString());
        assertEquals("cancelled", call.toldFate());
        assertEquals(Status.Code.UNAVAILABLE, server.nextEnd().getCode());
    }

    @Test
    void callsBeyondTheBoundOfAConnectionWait() throws Exception {
        int max = EchoTransport.BOUNDS.maxCallsPerConnection();
        List<EchoClient> open = new ArrayList<>();
        for (int i = 0; i < max; i++) {
            open.add(new EchoClient(channel));
        }
        for (EchoClient each : open) {
            assertTrue(each.isAlive());
        }
        EchoClient waiting = new EchoClient(channel).send("my turn");
        assertTrue(new EchoClient(server.channel()).isAlive(), "on another connection");
        assertTrue(waiting.messages.isEmpty());
        open.getFirst().call.halfClose();
        assertEquals("my turn", waiting.next());
        assertTrue(open.getLast().isAlive());
    }
}
