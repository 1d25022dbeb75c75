package io.heliograph.server.transport.grpc.abuse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.heliograph.server.testing.RawHttp2;
import io.heliograph.server.time.Ticker;
import io.heliograph.server.transport.grpc.GrpcTransportKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Keep-alive pings every 10 s must be taken, with calls and without (contract §1): 5 s is what counts as too often. */
@ParameterizedClass
@EnumSource(GrpcTransportKind.class)
final class KeepAlivePolicingTest {
    private static final int ENHANCE_YOUR_CALM = 11;
    private static final long PERMITTED_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** How many pings that come too early gRPC overlooks. */
    private static final int OVERLOOKED = 2;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    GrpcTransportKind transport;

    @TempDir
    Path folder;

    private static void ping(RawHttp2 client) throws IOException {
        client.frame(RawHttp2.PING, 0, 0, new byte[8]);
    }

    /** Pings and waits for the answer. */
    private static void pong(RawHttp2 client) throws IOException {
        ping(client);
        for (RawHttp2.Frame frame = client.read(); ; frame = client.read()) {
            assertNotNull(frame, "closed instead of answered");
            if (frame.type() == RawHttp2.PING && (frame.flags() & RawHttp2.ACK) != 0) {
                return;
            }
        }
    }

    /**
     * After as many pings as are overlooked, all too early on a new connection, the next decides: it is taken if it comes after
     * the permitted time, and the one at once after it is too much.
     */
    @Test
    void pingsFiveSecondsApartAreTakenWithCallsAndWithout() throws Exception {
        try (AbuseScene scene = new AbuseScene(transport, folder, Map.of())) {
            scene.survives(left -> {
                RawHttp2 withoutCall = RawHttp2.open(scene.port());
                left.add(withoutCall);
                RawHttp2 withCall = RawHttp2.open(scene.port());
                left.add(withCall);
                withCall.call(1, RawHttp2.STREAM, "session-id", scene.session());
                withCall.send(1, AbuseScene.chunk(0.1, false), false);
                List<RawHttp2> both = List.of(withoutCall, withCall);
                for (RawHttp2 each : both) {
                    for (int i = 0; i < OVERLOOKED; i++) {
                        pong(each);
                    }
                }
                long due = Ticker.system().nanos() + PERMITTED_NANOS;
                for (long now = due - PERMITTED_NANOS;
                        now < due;
                        now = Ticker.system().nanos()) {
                    LockSupport.parkNanos(due - now);
                }
                for (RawHttp2 each : both) {
                    pong(each);
                    ping(each);
                    assertEquals(ENHANCE_YOUR_CALM, each.untilClosed());
                }
            });
        }
    }

    @Test
    void aFloodOfPingsBesideACallEndsItsConnectionAlone() throws Exception {
        try (AbuseScene scene = new AbuseScene(transport, folder, Map.of())) {
            scene.survives(left -> {
                RawHttp2 neighbour = RawHttp2.open(scene.port());
                left.add(neighbour);
                neighbour.call(1, RawHttp2.STREAM, "session-id", scene.session());
                RawHttp2 flood = RawHttp2.open(scene.port());
                left.add(flood);
                flood.call(1, RawHttp2.STREAM, "session-id", scene.session());
                try {
                    for (int i = 0; i < 10_000; i++) {
                        ping(flood);
                    }
                } catch (IOException e) {
                    // Cut off while it wrote.
                }
                flood.untilClosed();
                pong(neighbour);
            });
        }
    }
}
