package io.heliograph.server.config;

import static io.heliograph.server.config.FrozenKey.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.admission.AuthProfile;
import io.heliograph.server.limits.LiveKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The contract's defaults of the frozen keys, and the way of each to its own property and to no other. */
class FrozenKeysTest {
    @TempDir
    static Path directory;

    private record Row(
            FrozenKey key,
            @Nullable Object codeDefault,
            Object other,
            Function<ServerConfig, @Nullable Object> property) {

        Object expected() {
            return property.apply(load(key, other)) instanceof Path ? directory.resolve((String) other) : other;
        }
    }

    private static Row row(
            FrozenKey key,
            @Nullable Object codeDefault,
            Object other,
            Function<ServerConfig, @Nullable Object> property) {
        return new Row(key, codeDefault, other, property);
    }

    private static List<Row> rows() {
        Path data = directory.resolve("data");
        return List.of(
                row(PORT, 50051, 77, c -> c.grpc().port()),
                row(HTTP_HOST, "127.0.0.1", "h", c -> c.http().host()),
                row(WS_HOST, "127.0.0.1", "h", c -> c.webSocket().host()),
                row(METRICS_PORT, 8000, 77, c -> c.http().port()),
                row(WS_PORT, 8001, -1, c -> c.webSocket().port()),
                row(
                        GRPC_KEEPALIVE_TIME,
                        30.0,
                        10.25,
                        c -> c.grpc().bounds().keepAliveTime().toMillis() / 1e3),
                row(
                        GRPC_KEEPALIVE_TIMEOUT,
                        20.0,
                        0.25,
                        c -> c.grpc().bounds().keepAliveTimeout().toMillis() / 1e3),
                row(
                        GRPC_HANDSHAKE_TIMEOUT,
                        20.0,
                        0.25,
                        c -> c.grpc().bounds().handshakeTimeout().toMillis() / 1e3),
                row(GRPC_MAX_CONNECTIONS, 4096, 77, c -> c.grpc().bounds().maxConnections()),
                row(
                        GRPC_MAX_CONNECTIONS_PER_IP,
                        1024,
                        77,
                        c -> c.grpc().bounds().maxConnectionsPerAddress()),
                row(
                        GRPC_MAX_CALLS_PER_CONNECTION,
                        1024,
                        77,
                        c -> c.grpc().bounds().maxCallsPerConnection()),
                row(GRPC_MAX_RESETS_PER_SEC, 100, 77, c -> c.grpc().bounds().maxResetsPerSec()),
                row(
                        GRPC_TRANSPORT,
                        "netty",
                        "helidon",
                        c -> c.grpc().transport().configName()),
                row(GRPC_WORKER_THREADS, 0, 77, c -> c.grpc().workerThreads()),
                row(GRPC_MAX_RECEIVE_MESSAGE_BYTES, 8388608, 77, c -> c.grpc().maxReceiveMessageBytes()),
                row(GRPC_MAX_SEND_MESSAGE_BYTES, 4194304, 77, c -> c.grpc().maxSendMessageBytes()),
                row(SAMPLE_RATE, 16000, 8000, ServerConfig::sampleRateHz),
                row(CONSOLE_HOST, "127.0.0.1", "h", c -> c.console().host()),
                row(CONSOLE_PORT, 8080, 0, c -> c.console().port()),
                row(CONSOLE_ALLOW_PLAIN_TEXT, false, true, c -> c.console().allowsPlainText()),
                row(CONSOLE_BEHIND_PROXY, false, true, c -> c.console().isBehindProxy()),
                row(
                        STORE_URL,
                        "jdbc:h2:file:" + data.resolve("heliograph"),
                        "jdbc:x",
                        c -> c.store().url()),
                row(STORE_USER, "sa", "u", c -> c.store().user()),
                row(STORE_PASSWORD, "", "p", c -> c.store().password().reveal()),
                row(VAD_MODEL_POOL_SIZE, 4, 77, c -> c.detectors().poolSize()),
                row(VAD_MODEL_PREWARM, 1, 77, c -> c.detectors().prewarm()),
                row(VAD_MODEL_POOL_GROWTH_FACTOR, 1.5, 7.5, c -> c.detectors().growthFactor()),
                row(LOG_FILE, null, "l.log", c -> c.files().logFile()),
                row(TRANSCRIPT_FILE, null, "t.log", c -> c.files().transcriptFile()),
                row(TLS_CERT_FILE, null, "c.pem", c -> c.tls().certFile()),
                row(TLS_KEY_FILE, null, "k.pem", c -> c.tls().keyFile()),
                row(TLS_CLIENT_CA_FILE, null, "ca.pem", c -> c.tls().clientCaFile()),
                row(TLS_REQUIRED, false, true, c -> c.tls().required()),
                row(AUTH_PROFILE, "none", "hmac", c -> c.auth().profileName()),
                row(AUTH_SECRET, "", "s", c -> c.auth().secret().reveal()),
                row(
                        STORAGE_DIRECTORY,
                        data.resolve("audio"),
                        "rec",
                        c -> c.files().audioDirectory()),
                row(MODEL_NAME, "small", "m", c -> c.model().name()),
                row(MODEL_BACKEND, "faster_whisper", "m", c -> c.model().backend()),
                row(MODEL_DEVICE, "cpu", "m", c -> c.model().device()),
                row(MODEL_COMPUTE_TYPE, "int8", "m", c -> c.model().computeType()),
                row(MODEL_POOL_SIZE, 1, 0, c -> c.model().poolSize()),
                row(DEFAULT_MODEL_LOAD_PROFILE, "default", "m", c -> c.model().defaultLoadProfile()),
                row(
                        MODEL_LOAD_PROFILES,
                        "[default]",
                        Map.of(),
                        c -> c.loadProfiles().isEmpty()
                                ? Map.of()
                                : c.loadProfiles().keySet().toString()));
    }

    /** Keys that cannot be set alone, because a half pair of certificate and key is refused. */
    private static ServerConfig load(FrozenKey key, Object value) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (EnumSet.of(TLS_CERT_FILE, TLS_KEY_FILE, TLS_CLIENT_CA_FILE, TLS_REQUIRED)
                .contains(key)) {
            values.put(TLS_CERT_FILE.fullName(), "other.pem");
            values.put(TLS_KEY_FILE.fullName(), "other.pem");
        }
        values.put(key.fullName(), value);
        return load(Overrides.of(values));
    }

    private static ServerConfig load(Overrides overrides) {
        return new ConfigLoader(directory, Map.of()).load(overrides).config();
    }

    @Test
    void eachKeyWithAnEffectHasOneRow() {
        List<FrozenKey> keys = new ArrayList<>(List.of(FrozenKey.values()));
        keys.removeAll(List.of(DECODE_BATCH_WINDOW_MS, MAX_DECODE_BATCH_SIZE, ADAPTIVE_BATCH_WINDOW_TARGET_MS));
        assertEquals(EnumSet.copyOf(keys), rows().stream().map(Row::key).collect(Collectors.toSet()));
        assertEquals(keys.size(), rows().size());
    }

    @TestFactory
    Stream<DynamicTest> eachDefaultIsTheContracts() {
        ServerConfig defaults = load(Overrides.none());
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.key().fullName(),
                        () -> assertEquals(row.codeDefault(), row.property().apply(defaults))));
    }

    @TestFactory
    Stream<DynamicTest> eachKeyReachesItsPropertyAndNoOther() {
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(row.key().fullName(), () -> {
                    assertNotEquals(row.codeDefault(), row.expected());
                    ServerConfig changed = load(row.key(), row.other());
                    boolean isTls = row.key().spec().section().equals("tls");
                    for (Row each : rows()) {
                        if (each.key() == row.key()) {
                            assertEquals(row.expected(), each.property().apply(changed));
                        } else if (!isTls) {
                            assertEquals(
                                    each.codeDefault(),
                                    each.property().apply(changed),
                                    each.key().fullName());
                        }
                    }
                }));
    }

    @Test
    void keysWithoutEffectAreStillChecked() {
        assertEquals(0, DECODE_BATCH_WINDOW_MS.spec().codeDefault());
        assertEquals(1, MAX_DECODE_BATCH_SIZE.spec().codeDefault());
        assertEquals(0, ADAPTIVE_BATCH_WINDOW_TARGET_MS.spec().codeDefault());
        assertEquals(
                load(Overrides.none()),
                load(Overrides.of(Map.of(
                        DECODE_BATCH_WINDOW_MS.fullName(),
                        5,
                        MAX_DECODE_BATCH_SIZE.fullName(),
                        8,
                        ADAPTIVE_BATCH_WINDOW_TARGET_MS.fullName(),
                        9))));
    }

    @Test
    void noKeyChangesWhileTheServerRunsAndSecretsAreMasked() {
        for (FrozenKey key : FrozenKey.values()) {
            assertSame(LiveKind.RESTART, key.spec().live());
            assertFalse(key.spec().meaning().isBlank());
            assertEquals(key == STORE_PASSWORD || key == AUTH_SECRET, key.spec().secret(), key.fullName());
        }
    }

    @Test
    void zeroHasItsMeaning() {
        ServerConfig config = load(Overrides.of(Map.of(
                "server.grpc_max_receive_message_bytes", 0,
                "server.grpc_max_send_message_bytes", 0,
                "model.pool_size", 0,
                "server.metrics_port", 0)));
        assertEquals(4 << 20, config.grpc().receiveLimitBytes());
        assertEquals(Integer.MAX_VALUE, config.grpc().sendLimitBytes());
        assertEquals(6, config.model().workers(6));
        assertEquals(2, new ServerConfig.Model("", "", "", "", 2, "").workers(6));
        assertFalse(config.http().isOn());
        assertTrue(config.webSocket().isOn());
    }

    @Test
    void loadProfilesTakeWhatTheyLeaveOutFromTheModelSection() {
        Map<String, Object> options = Map.of(
                "backend",
                "b",
                "language",
                "de",
                "language_fix",
                true,
                "task",
                "Translate",
                "log_metrics",
                true,
                "base_options",
                Map.of("x", 1),
                "model_path",
                "p",
                "pool_size",
                "3");
        ServerConfig config = load(Overrides.of(Map.of(
                "model.name", "large",
                "model.device", "cuda",
                "model_load_profiles",
                        Map.of("full", options, "bare", Map.of(), "old", Map.of("name", "n", "model_backend", "o")))));
        assertEquals(
                new LoadProfile(
                        "full", "large", "b", "cuda", "int8", 3, "de", true, "translate", true, Map.of("x", 1), "p"),
                config.loadProfiles().get("full"));
        assertEquals(
                LoadProfile.of("bare", config.model()), config.loadProfiles().get("bare"));
        assertEquals(
                LoadProfile.of("old", new ServerConfig.Model("n", "o", "cuda", "int8", 1, "")),
                config.loadProfiles().get("old"));
    }

    @Test
    void authProfilesHaveAliases() {
        for (String name : List.of("", "none", "Off", "false", "0")) {
            assertSame(AuthProfile.NONE, AuthProfile.named(name));
        }
        for (String name : List.of("api_key", "API-KEY", " apikey ")) {
            assertSame(AuthProfile.API_KEY, AuthProfile.named(name));
        }
        for (String name : List.of("signed_token", "signed", "signature", "HMAC")) {
            assertSame(AuthProfile.SIGNED_TOKEN, AuthProfile.named(name));
        }
        assertSame(AuthProfile.UNKNOWN, AuthProfile.named("oauth"));
    }

    @Test
    void theFlatNamesAreThoseOfTheContract() {
        List<String> expected = new ArrayList<>(Arrays.asList(
                ("vad_silence vad_threshold vad_model_pool_size vad_model_prewarm vad_model_pool_growth_factor "
                                + "speech_rms_threshold log_level log_file faster_whisper_log_level log_transcripts "
                                + "transcript_log_file transcript_retention_days tls_cert_file tls_key_file tls_required "
                                + "expose_api_key_metrics require_api_key create_session_auth_profile "
                                + "create_session_auth_secret create_session_auth_ttl_sec persist_audio "
                                + "audio_storage_dir audio_storage_queue_max_chunks audio_storage_max_bytes "
                                + "audio_storage_max_files audio_storage_max_age_days health_window_sec "
                                + "health_min_events health_max_timeout_ratio health_min_success_ratio model_backend "
                                + "device compute_type model_pool_size language language_fix task "
                                + "default_decode_profile default_model_load_profile decode_profiles "
                                + "model_load_profiles")
                        .split(" ")));
        KnownKeys.byName().keySet().stream()
                .filter(name -> name.startsWith("server."))
                .forEach(name -> expected.add(name.substring("server.".length())));
        assertEquals(
                expected.stream().sorted().toList(),
                KnownKeys.flatNames().keySet().stream().sorted().toList());
        Map<String, String> renamed = KnownKeys.flatNames().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().name()));
        assertEquals("storage.directory", renamed.get("audio_storage_dir"));
        assertEquals("metrics.expose_api_key_sessions", renamed.get("expose_api_key_metrics"));
        assertEquals("logging.transcript_file", renamed.get("transcript_log_file"));
        assertEquals("model.pool_size", renamed.get("model_pool_size"));
    }
}
