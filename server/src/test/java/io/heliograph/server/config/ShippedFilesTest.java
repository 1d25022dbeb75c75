package io.heliograph.server.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.limits.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The files in {@code config/} hold exactly the contract's shipped values. */
class ShippedFilesTest {
    /** The column "shipped file" of contract §14.2 and §14.3, without the profile maps. */
    private static final String CONTRACT = """
            server.port: 50051
            server.http_host: 0.0.0.0
            server.ws_host: 127.0.0.1
            server.metrics_port: 8000
            server.ws_port: 8001
            server.max_sessions: 50
            server.grpc_transport: netty
            server.grpc_worker_threads: 0
            server.grpc_keepalive_time_sec: 30
            server.grpc_keepalive_timeout_sec: 20
            server.grpc_handshake_timeout_sec: 20
            server.grpc_max_connections: 4096
            server.grpc_max_connections_per_ip: 1024
            server.grpc_max_calls_per_connection: 1024
            server.grpc_max_resets_per_sec: 100
            server.create_session_rps: 400
            server.create_session_burst: 800
            server.max_sessions_per_ip: 100
            server.max_sessions_per_api_key: 100
            server.unverified_key_ip_factor: 8
            server.max_audio_seconds_per_session: 3600
            server.max_audio_bytes_per_sec: 3200000
            server.max_audio_bytes_per_sec_burst: 6400000
            server.max_audio_bytes_per_sec_realtime: null
            server.max_audio_bytes_per_sec_burst_realtime: null
            server.max_audio_bytes_per_sec_batch: 0
            server.max_audio_bytes_per_sec_burst_batch: 0
            server.http_rate_limit_rps: 5
            server.http_rate_limit_burst: 10
            server.http_trusted_proxies: []
            server.ws_allowed_origins: []
            server.decode_timeout_sec: 30
            server.session_timeout_sec: 60
            server.session_start_timeout_sec: 60
            server.max_buffer_sec: 20
            server.max_buffer_bytes: null
            server.max_chunk_ms: 2000
            server.partial_decode_interval_sec: 1.5
            server.partial_decode_window_sec: 10
            server.first_partial_sec: 0.5
            server.emit_final_on_vad: false
            server.max_pending_decodes_per_stream: 8
            server.max_pending_decodes_global: 1024
            server.max_total_buffer_bytes: 536870912
            server.decode_queue_timeout_sec: 1.0
            server.buffer_overlap_sec: 0.5
            server.adaptive_throttle_enabled: false
            server.adaptive_throttle_interval_sec: 2.0
            server.adaptive_pending_ratio_high: 0.8
            server.adaptive_buffer_ratio_high: 0.85
            server.adaptive_orphan_rate_high: 0.2
            server.adaptive_partial_interval_scale: 2.0
            server.adaptive_partial_interval_max_sec: null
            server.adaptive_create_session_backoff_sec: 2.0
            server.grpc_max_receive_message_bytes: 8388608
            server.grpc_max_send_message_bytes: 4194304
            server.sample_rate: 16000
            server.log_metrics: false
            server.admission_by_headroom: false
            server.headroom_busy_ratio: 0.85
            console.allow_plain_text: false
            console.behind_proxy: false
            overload.enabled: true
            overload.rise_sec: 2.0
            overload.fall_sec: 5.0
            overload.fall_ratio: 0.8
            overload.queue_limit_sec: 2.0
            overload.watch_cpu: false
            overload.stretch_memory: 0.85
            overload.stretch_queue: 0.5
            overload.stretch_cpu: 0.9
            overload.partials_off_memory: 0.9
            overload.partials_off_queue: 1.0
            overload.partials_off_cpu: 0.95
            overload.refuse_memory: 0.94
            overload.refuse_queue: 1.5
            overload.refuse_cpu: 0.98
            overload.close_memory: 0.97
            overload.close_period_sec: 5.0
            overload.close_min_bytes: 262144
            vad.silence: 0.5
            vad.threshold: 0.5
            vad.pre_roll_sec: 0.3
            vad.tail_sec: 0.2
            console.host: 127.0.0.1
            console.port: 8080
            store.url: null
            store.user: sa
            store.password: ""
            vad.model_pool_size: 16
            vad.model_prewarm: 4
            vad.model_pool_growth_factor: 1.5
            safety.speech_rms_threshold: 0.0
            logging.level: INFO
            logging.file: null
            logging.faster_whisper_level: null
            logging.log_transcripts: false
            logging.transcript_file: null
            logging.transcript_retention_days: 7
            tls.cert_file: null
            tls.key_file: null
            tls.client_ca_file: null
            tls.required: false
            metrics.expose_api_key_sessions: false
            metrics.max_stream_buffer_series: 256
            auth.require_api_key: false
            auth.create_session_auth_profile: none
            auth.create_session_auth_secret: ""
            auth.create_session_auth_ttl_sec: 0
            auth.api_keys: []
            storage.persist_audio: false
            storage.directory: data/audio
            storage.queue_max_chunks: 256
            storage.max_bytes: null
            storage.max_files: null
            storage.max_age_days: null
            objectives.create_session_target: 0.99
            objectives.create_session_threshold_sec: 0.3
            objectives.create_session_window_sec: 2592000
            objectives.first_partial_target: 0.99
            objectives.first_partial_threshold_sec: 2.5
            objectives.first_partial_window_sec: 2592000
            objectives.first_partial_min_speech_sec: 1
            objectives.first_partial_paced_only: true
            objectives.final_target: 0.99
            objectives.final_threshold_sec: 5
            objectives.final_window_sec: 2592000
            objectives.final_min_speech_sec: 0
            objectives.final_paced_only: true
            objectives.errors_target: 0.995
            objectives.errors_window_sec: 2592000
            health.window_sec: 60
            health.min_events: 5
            health.max_timeout_ratio: 0.5
            health.min_success_ratio: 0.5
            model.name: small
            model.backend: faster_whisper
            model.device: cpu
            model.compute_type: int8
            model.pool_size: 1
            model.language: ""
            model.language_fix: false
            model.task: transcribe
            model.default_decode_profile: realtime
            model.default_model_load_profile: default
            """;

    /** The values of both files as written, by full key name; profile maps under their own names. */
    static Map<String, @Nullable Object> shippedValues() throws IOException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (String name : List.of("server.yaml", "model.yaml")) {
            Path file = RepositoryFiles.root().resolve("config").resolve(name);
            YamlParser.parse(name, Files.readAllBytes(file)).entries().forEach((key, tree) -> {
                if (tree instanceof YamlTree.Mapping section && KnownKeys.isSection(key)) {
                    section.entries().forEach((inner, value) -> values.put(key + "." + inner, value.plain()));
                } else {
                    values.put(key, tree.plain());
                }
            });
        }
        return values;
    }

    private static LoadedConfig load() {
        return new ConfigLoader(RepositoryFiles.root(), Map.of()).load(Overrides.none());
    }

    @Test
    void holdTheContractsValues() throws IOException {
        Map<String, @Nullable Object> expected = new LinkedHashMap<>();
        YamlParser.parse("contract", CONTRACT.getBytes(UTF_8))
                .entries()
                .forEach((key, tree) -> expected.put(key, tree.plain()));
        Map<String, @Nullable Object> shipped = new LinkedHashMap<>(shippedValues());
        shipped.keySet().removeAll(Set.of("decode_profiles", "model_load_profiles"));
        assertEquals(new TreeSet<>(expected.keySet()), new TreeSet<>(shipped.keySet()));
        expected.forEach((key, value) -> {
            Object given = shipped.get(key);
            if (value instanceof Number number && given instanceof Number other) {
                assertEquals(number.doubleValue(), other.doubleValue(), key);
            } else {
                assertEquals(value, given, key);
            }
        });
    }

    @Test
    void nameKnownKeysOnlyAndLoadWithoutAWarning() {
        assertEquals(List.of(), load().warnings());
    }

    @Test
    void leaveOutNothingButTheKeysWithoutEffect() throws IOException {
        Set<String> missing = new HashSet<>(KnownKeys.byName().keySet());
        missing.removeAll(shippedValues().keySet());
        assertEquals(
                Set.of(
                        "server.decode_batch_window_ms",
                        "server.max_decode_batch_size",
                        "server.adaptive_batch_window_target_ms"),
                missing);
    }

    @Test
    void holdTheContractsDecodeProfiles() {
        Map<String, Object> realtime = new LinkedHashMap<>(Map.of(
                "beam_size", 1,
                "best_of", 1,
                "patience", 1.0,
                "temperature", 0.0,
                "length_penalty", 1.0,
                "without_timestamps", true,
                "compression_ratio_threshold", 2.4,
                "no_speech_threshold", 0.6,
                "log_prob_threshold", -1.0));
        Map<String, Object> accurate = new LinkedHashMap<>(realtime);
        accurate.putAll(Map.of("beam_size", 5, "best_of", 5));
        assertEquals(
                Map.of("realtime", realtime, "accurate", accurate),
                load().config().limits().recognition().decodeProfiles());
        assertEquals(Limits.defaults().recognition().decodeProfiles(), Map.of("realtime", realtime));
    }

    @Test
    void holdTheContractsLoadProfiles() {
        Map<String, LoadProfile> profiles = load().config().loadProfiles();
        assertEquals(Set.of("default", "nvidia_cuda", "apple_silicon_mps", "apple_silicon_mlx"), profiles.keySet());
        profiles.forEach((name, profile) -> {
            List<String> expected = switch (name) {
                case "default" -> List.of("faster_whisper", "cpu", "int8");
                case "nvidia_cuda" -> List.of("faster_whisper", "cuda", "float16");
                case "apple_silicon_mps" -> List.of("torch_whisper", "mps", "float16");
                default -> List.of("mlx_whisper", "mlx", "float16");
            };
            assertEquals(expected, List.of(profile.backend(), profile.device(), profile.computeType()), name);
            assertEquals("small", profile.modelSize(), name);
            assertEquals(1, profile.poolSize(), name);
        });
    }

    @Test
    void explainEachKey() throws IOException {
        for (String name : List.of("server.yaml", "model.yaml")) {
            for (String line :
                    Files.readAllLines(RepositoryFiles.root().resolve("config").resolve(name))) {
                boolean isTopLevelValue = line.matches("  [a-z_]+: +[^&*\\s].*");
                assertTrue(!isTopLevelValue || line.contains(" # "), name + " has no comment on: " + line);
            }
        }
    }
}
