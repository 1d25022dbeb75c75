package io.heliograph.server.transport.grpc.abuse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import io.heliograph.server.transport.grpc.GrpcTransportKind;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables that anybody could fill, whatever carries the calls: each makes room again, or never grows. */
@ParameterizedClass
@EnumSource(GrpcTransportKind.class)
final class TableAbuseTest {
    private static final int MEGABYTE = 1 << 20;
    private static final int API_KEYS = 10_000;
    private static final int TABLE = 60;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    GrpcTransportKind transport;

    @TempDir
    Path folder;

    @Test
    void sessionsThatNeverStartMakeRoomAgain() throws Exception {
        try (AbuseScene scene = new AbuseScene(
                transport, folder, Map.of("server.max_sessions", TABLE, "server.session_start_timeout_sec", 1))) {
            for (int i = 0; i < TABLE; i++) {
                scene.session();
            }
            StatusRuntimeException full = assertThrows(StatusRuntimeException.class, scene::session);
            assertTrue(String.valueOf(full.getMessage()).contains("ERR1011"), full::toString);
            scene.awaitRest();
            scene.survives(left -> {});
        }
    }

    @Test
    void tenThousandApiKeysFillNoTable() throws Exception {
        try (AbuseScene scene = new AbuseScene(
                transport,
                folder,
                Map.of("server.create_session_rps", 1_000_000, "server.session_start_timeout_sec", 1))) {
            scene.survives(left -> {
                for (int i = 0; i < API_KEYS; i++) {
                    scene.session("api_key", "key-" + i);
                }
                long series = scene.get("/metrics")
                        .body()
                        .lines()
                        .filter(line -> line.contains("key-"))
                        .count();
                assertEquals(0, series, "keys in metrics");
                assertTrue(scene.get("/metrics").body().length() < MEGABYTE, "metrics grow with keys");
            });
        }
    }
}
