package io.heliograph.server.config;

import static io.heliograph.server.limits.KeySpec.flag;
import static io.heliograph.server.limits.KeySpec.integer;
import static io.heliograph.server.limits.KeySpec.number;
import static io.heliograph.server.limits.KeySpec.text;
import static io.heliograph.server.limits.KeySpec.typed;

import io.heliograph.server.limits.KeySpec;
import io.heliograph.server.limits.LiveKind;
import io.heliograph.server.limits.ValueKind;

/** Every key that is read once at start: the only place of its default, range, unit and meaning. */
enum FrozenKey {
    PORT(integer("server.port", 50051, "").within(0, 65535), "gRPC port; 0 = any free one"),
    HTTP_HOST(text("server.http_host", "127.0.0.1"), "address the HTTP listener binds"),
    WS_HOST(text("server.ws_host", "127.0.0.1"), "address the WebSocket listener binds"),
    METRICS_PORT(integer("server.metrics_port", 8000, "").atMost(65535), "HTTP port; ≤ 0 off"),
    WS_PORT(integer("server.ws_port", 8001, "").atMost(65535), "WebSocket port; ≤ 0 off"),
    GRPC_TRANSPORT(
            text("server.grpc_transport", "netty"),
            "what carries gRPC: netty (grpc-java's) or helidon (Helidon's, hardened; what differs is in transports.md)"),
    GRPC_WORKER_THREADS(
            integer("server.grpc_worker_threads", 0, "threads"), "hint, never limits streams; ≤ 0 = automatic"),
    GRPC_MAX_RECEIVE_MESSAGE_BYTES(
            integer("server.grpc_max_receive_message_bytes", 8388608, "bytes"), "largest message taken; ≤ 0 = 4 MiB"),
    GRPC_MAX_SEND_MESSAGE_BYTES(
            integer("server.grpc_max_send_message_bytes", 4194304, "bytes"), "largest message sent; ≤ 0 = unlimited"),
    GRPC_KEEPALIVE_TIME(
            number("server.grpc_keepalive_time_sec", 30.0, "s").within(10, 86400),
            "a gRPC peer that was silent for so long is asked whether it is still there"),
    GRPC_KEEPALIVE_TIMEOUT(
            number("server.grpc_keepalive_timeout_sec", 20.0, "s").within(0.1, 86400),
            "how long it may take to answer before its connection is closed"),
    GRPC_HANDSHAKE_TIMEOUT(
            number("server.grpc_handshake_timeout_sec", 20.0, "s").within(0.1, 3600),
            "how long a gRPC connection may take for TLS and its first settings, and later for each block of headers"),
    GRPC_MAX_CONNECTIONS(
            integer("server.grpc_max_connections", 4096, "connections"),
            "gRPC connections at a time, further ones are closed at once; ≤ 0 = unlimited"),
    GRPC_MAX_CONNECTIONS_PER_IP(
            integer("server.grpc_max_connections_per_ip", 1024, "connections"),
            "the same of one address; ≤ 0 = unlimited"),
    GRPC_MAX_CALLS_PER_CONNECTION(
            integer("server.grpc_max_calls_per_connection", 1024, "calls"),
            "gRPC calls open at a time on one connection; ≤ 0 = unlimited"),
    GRPC_MAX_RESETS_PER_SEC(
            integer("server.grpc_max_resets_per_sec", 100, "resets/s"),
            "calls that one gRPC connection may reset per second, over 10 s, before it is closed; ≤ 0 = unlimited"),
    SAMPLE_RATE(
            integer("server.sample_rate", 16000, "Hz").within(4000, 384000), "sample rate of chunks that name none"),
    DECODE_BATCH_WINDOW_MS(integer("server.decode_batch_window_ms", 0, "ms"), "accepted, without effect"),
    MAX_DECODE_BATCH_SIZE(integer("server.max_decode_batch_size", 1, "decodes"), "accepted, without effect"),
    ADAPTIVE_BATCH_WINDOW_TARGET_MS(
            integer("server.adaptive_batch_window_target_ms", 0, "ms"), "accepted, without effect"),
    CONSOLE_HOST(text("console.host", "127.0.0.1"), "address the operator console binds"),
    CONSOLE_PORT(integer("console.port", 8080, "").atMost(65535), "port of the operator console; ≤ 0 off"),
    CONSOLE_ALLOW_PLAIN_TEXT(
            flag("console.allow_plain_text", false),
            "open the operator console on an address other than loopback without TLS, too"),
    CONSOLE_BEHIND_PROXY(
            flag("console.behind_proxy", false),
            "believe X-Forwarded headers, because a proxy with TLS in front of the operator console sets them"),
    STORE_URL(text("store.url", null), "JDBC URL of the database; null = H2 in the data directory"),
    STORE_USER(text("store.user", "sa"), "user of the database"),
    STORE_PASSWORD(text("store.password", "").masked(), "password of the database"),
    VAD_MODEL_POOL_SIZE(
            integer("vad.model_pool_size", 4, "slots").atLeast(0), "detector slots at start; 0 = server.max_sessions"),
    VAD_MODEL_PREWARM(integer("vad.model_prewarm", 1, "detectors").atLeast(0), "detectors made at start"),
    VAD_MODEL_POOL_GROWTH_FACTOR(
            number("vad.model_pool_growth_factor", 1.5, "").atLeast(0),
            "factor by which detector slots grow, by 1 at least"),
    LOG_FILE(text("logging.file", null), "file that log lines go to as well; null = none"),
    TRANSCRIPT_FILE(text("logging.transcript_file", null), "file for recognised text; null = none"),
    TLS_CERT_FILE(text("tls.cert_file", null), "certificate chain, PEM; null = no TLS"),
    TLS_KEY_FILE(text("tls.key_file", null), "private key, PEM; null = no TLS"),
    TLS_CLIENT_CA_FILE(
            text("tls.client_ca_file", null),
            "authorities, PEM: clients then need a certificate of one of them; null = none needed"),
    TLS_REQUIRED(flag("tls.required", false), "refuse to start without certificate and key"),
    AUTH_PROFILE(
            text("auth.create_session_auth_profile", "none"),
            "proof CreateSession needs: none, api_key or signed_token"),
    AUTH_SECRET(text("auth.create_session_auth_secret", "").masked(), "secret that tokens are signed with"),
    STORAGE_DIRECTORY(
            text("storage.directory", "data/audio"), "recordings; the default is audio in the data directory"),
    MODEL_NAME(text("model.name", "small"), "model to load"),
    MODEL_BACKEND(text("model.backend", "faster_whisper"), "engine; names this server does not have mean its own"),
    MODEL_DEVICE(text("model.device", "cpu"), "device the model runs on"),
    MODEL_COMPUTE_TYPE(text("model.compute_type", "int8"), "number format of the model"),
    MODEL_POOL_SIZE(
            integer("model.pool_size", 1, "workers").within(0, 1024), "decode workers; 0 = one per processor core"),
    DEFAULT_MODEL_LOAD_PROFILE(
            text("model.default_model_load_profile", "default"), "load profile used when a request names none"),
    MODEL_LOAD_PROFILES(
            typed("model_load_profiles", ValueKind.PROFILES, null),
            "named models to load on request; null = default, made from the model section");

    @SuppressWarnings("ImmutableEnumChecker") // KeySpec is immutable, but its default value has the type Object
    private final KeySpec spec;

    FrozenKey(KeySpec spec, String meaning) {
        this.spec = spec.acting(LiveKind.RESTART).means(meaning);
    }

    KeySpec spec() {
        return spec;
    }

    String fullName() {
        return spec.name();
    }
}
