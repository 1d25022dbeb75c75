package io.heliograph.server;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import io.heliograph.server.testing.FreePort;
import io.heliograph.server.testing.ScriptedModel;
import io.heliograph.server.testing.ServerFixture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** {@code GET /system} of a whole server, to the letter of contract §11.3. */
final class SystemReportTest {
    private static final List<String> MODEL = List.of(
            "model_size",
            "model_backend",
            "device",
            "compute_type",
            "model_pool_size",
            "default_decode_profile",
            "language",
            "task");
    private static final List<String> STREAMING = List.of(
            "sample_rate",
            "session_timeout_sec",
            "decode_timeout_sec",
            "create_session_rps",
            "create_session_burst",
            "vad_model_pool_size",
            "vad_model_prewarm",
            "vad_silence",
            "vad_threshold",
            "max_chunk_ms",
            "partial_decode_interval_sec",
            "partial_decode_window_sec",
            "max_pending_decodes_global",
            "max_pending_decodes_per_stream",
            "adaptive_throttle_enabled",
            "decode_batch_window_ms",
            "max_decode_batch_size");

    @Test
    void everyKeyIsThereAndValuesAreThoseInForce(@TempDir Path folder) throws Exception {
        int port = FreePort.find();
        Map<String, Object> settings = Map.of(
                "server.metrics_port",
                port,
                "server.http_host",
                ServerFixture.HOST,
                "model.pool_size",
                2,
                "vad.silence",
                0.7,
                "server.http_rate_limit_rps",
                0);
        try (ServerFixture fixture = ServerFixture.start(ScriptedModel.naming(), folder, settings)) {
            Map<String, Object> system = get(port);
            assertEquals(
                    List.of(
                            "timestamp",
                            "platform",
                            "python",
                            "cpu_count",
                            "load_avg",
                            "process",
                            "system",
                            "gpus",
                            "runtime"),
                    List.copyOf(system.keySet()));
            assertEquals(3, ((List<?>) requireNonNull(system.get("load_avg"))).size());
            assertEquals(List.of(), system.get("gpus"));
            assertEquals(
                    List.of("pid", "cpu_percent", "rss_bytes", "vms_bytes", "threads"),
                    List.copyOf(object(system, "process").keySet()));
            assertEquals(
                    ProcessHandle.current().pid(),
                    number(object(system, "process"), "pid").longValue());
            assertEquals(
                    List.of("memory_total_bytes", "memory_available_bytes", "memory_percent"),
                    List.copyOf(object(system, "system").keySet()));

            Map<?, ?> runtime = object(system, "runtime");
            assertEquals(List.of("model", "streaming"), List.copyOf(runtime.keySet()));
            assertEquals(MODEL, List.copyOf(object(runtime, "model").keySet()));
            assertEquals(2, object(runtime, "model").get("model_pool_size"));
            assertEquals("transcribe", object(runtime, "model").get("task"));
            Map<?, ?> streaming = object(runtime, "streaming");
            assertEquals(STREAMING, List.copyOf(streaming.keySet()));
            assertEquals(0.7, streaming.get("vad_silence"));
            assertEquals(0, number(streaming, "create_session_rps").intValue());
            assertEquals(1, streaming.get("max_decode_batch_size"));
            assertEquals(false, streaming.get("adaptive_throttle_enabled"));

            fixture.server()
                    .control()
                    .limits()
                    .change(
                            new Operator("test", Role.OPERATOR, "test"),
                            0,
                            Map.of("server.session_timeout_sec", 12.5),
                            "a value in force");
            assertEquals(12.5, object(object(get(port), "runtime"), "streaming").get("session_timeout_sec"));
            assertTrue(number(object(get(port), "process"), "cpu_percent").doubleValue() >= 0);
        }
    }

    private static Map<String, Object> get(int port) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/system"))
                            .timeout(Duration.ofSeconds(20))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(200, response.statusCode());
            return new Yaml().load(response.body());
        }
    }

    private static Map<?, ?> object(Map<?, ?> parent, String key) {
        return (Map<?, ?>) requireNonNull(parent.get(key), key);
    }

    private static Number number(Map<?, ?> parent, String key) {
        return (Number) requireNonNull(parent.get(key), key);
    }
}
