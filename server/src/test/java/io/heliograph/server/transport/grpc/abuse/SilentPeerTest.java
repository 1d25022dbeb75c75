package io.heliograph.server.transport.grpc.abuse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.config.ConfigLoader;
import io.heliograph.server.config.Overrides;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.testing.RawHttp2;
import io.heliograph.server.transport.grpc.GrpcTransportKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a peer held comes back, whether it says goodbye or not. */
@ParameterizedClass
@EnumSource(GrpcTransportKind.class)
final class SilentPeerTest {
    /** Contract: five seconds after the transport knows. */
    private static final Duration RELEASE = Duration.ofSeconds(5);

    private static final Duration SILENT_PEER = Duration.ofSeconds(65);

    @Parameter
    @SuppressWarnings("NullAway.Init")
    GrpcTransportKind transport;

    @TempDir
    Path folder;

    @Test
    void theShippedTimesFindASilentPeerWithin65Seconds() {
        Duration found = new ConfigLoader(folder, Map.of())
                .load(Overrides.of(Map.of()))
                .config()
                .grpc()
                .bounds()
                .silentPeer();
        assertTrue(found.plus(RELEASE).compareTo(SILENT_PEER) <= 0, found::toString);
    }

    /** Ten seconds is the least that gRPC takes as keep-alive time. */
    @Test
    void aSilentPeerIsFoundAndLosesItsSlot() throws Exception {
        try (AbuseScene scene = new AbuseScene(
                transport,
                folder,
                Map.of("server.grpc_keepalive_time_sec", 10, "server.grpc_keepalive_timeout_sec", 0.5))) {
            scene.survives(left -> {
                left.add(streaming(scene));
                AbuseScene.await("the slot is free", () -> scene.gauge("stt_active_sessions") == 1);
            });
        }
    }

    @Test
    void aConnectionThatEndsFreesItsSlot() throws Exception {
        try (AbuseScene scene = new AbuseScene(transport, folder, Map.of())) {
            scene.survives(left -> {
                streaming(scene).close();
                streaming(scene).reset();
                RawHttp2 cancelled = streaming(scene);
                left.add(cancelled);
                cancelled.frame(RawHttp2.RST_STREAM, 0, 1, new byte[] {0, 0, 0, 8});
                AbuseScene.await("the slots are free", () -> scene.gauge("stt_active_sessions") == 1);
            });
            assertEquals(0, scene.gauge("stt_streams_active"));
        }
    }

    private static RawHttp2 streaming(AbuseScene scene) throws IOException {
        RawHttp2 client = RawHttp2.open(scene.port());
        String id = scene.session();
        client.call(1, RawHttp2.STREAM, "session-id", id);
        client.send(1, AbuseScene.chunk(0.4, false), false);
        // A connection that ends before its call was seen leaves the session as it was: created.
        AbuseScene.await(
                "the session is claimed",
                () -> scene.fixture().events().of(ServerEvent.StreamStarted.class).stream()
                        .anyMatch(started -> started.session().id().equals(id)));
        return client;
    }
}
