package io.heliograph.server.config;

import io.heliograph.server.limits.KeySpec;
import io.heliograph.server.limits.ValueKind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every flag of {@code serve} (contract §15.1). Of a flag given twice the last counts. */
public enum CommandLineFlag {
    CONFIG("--config", "server file; default config/server.yaml"),
    MODEL_CONFIG("--model-config", "model file; default config/model.yaml"),
    DATA_DIR("--data-dir", "folder of database, recordings and transcripts; default data"),
    MODELS_DIR("--models-dir", "folder of models; default $HELIOGRAPH_MODELS or the user's cache folder"),
    MODEL("--model", FrozenKey.MODEL_NAME.spec()),
    MODEL_BACKEND("--model-backend", FrozenKey.MODEL_BACKEND.spec()),
    DEVICE("--device", FrozenKey.MODEL_DEVICE.spec()),
    COMPUTE_TYPE("--compute-type", FrozenKey.MODEL_COMPUTE_TYPE.spec()),
    LANGUAGE("--language", KnownKeys.of("model.language")),
    LANGUAGE_FIX("--language-fix", KnownKeys.of("model.language_fix")),
    TASK("--task", KnownKeys.of("model.task")),
    MODEL_POOL_SIZE("--model-pool-size", FrozenKey.MODEL_POOL_SIZE.spec()),
    PORT("--port", FrozenKey.PORT.spec()),
    METRICS_PORT("--metrics-port", FrozenKey.METRICS_PORT.spec()),
    WS_PORT("--ws-port", FrozenKey.WS_PORT.spec()),
    CONSOLE_PORT("--console-port", FrozenKey.CONSOLE_PORT.spec()),
    GRPC_TRANSPORT("--grpc-transport", FrozenKey.GRPC_TRANSPORT.spec()),
    GRPC_WORKER_THREADS("--grpc-worker-threads", FrozenKey.GRPC_WORKER_THREADS.spec()),
    MAX_SESSIONS("--max-sessions", KnownKeys.of("server.max_sessions")),
    DECODE_TIMEOUT("--decode-timeout", KnownKeys.of("server.decode_timeout_sec")),
    SAMPLE_RATE("--sample-rate", FrozenKey.SAMPLE_RATE.spec()),
    LOG_METRICS("--log-metrics", KnownKeys.of("server.log_metrics")),
    LOG_LEVEL("--log-level", KnownKeys.of("logging.level")),
    LOG_FILE("--log-file", FrozenKey.LOG_FILE.spec()),
    LOG_TRANSCRIPTS("--log-transcripts", KnownKeys.of("logging.log_transcripts")),
    TRANSCRIPT_LOG_FILE("--transcript-log-file", FrozenKey.TRANSCRIPT_FILE.spec()),
    TRANSCRIPT_LOG_RETENTION_DAYS("--transcript-log-retention-days", KnownKeys.of("logging.transcript_retention_days")),
    FASTER_WHISPER_LOG_LEVEL("--faster-whisper-log-level", KnownKeys.of("logging.faster_whisper_level")),
    TLS_CERT_FILE("--tls-cert-file", FrozenKey.TLS_CERT_FILE.spec()),
    TLS_KEY_FILE("--tls-key-file", FrozenKey.TLS_KEY_FILE.spec()),
    TLS_REQUIRED("--tls-required", FrozenKey.TLS_REQUIRED.spec()),
    VAD_SILENCE("--vad-silence", KnownKeys.of("vad.silence")),
    VAD_THRESHOLD("--vad-threshold", KnownKeys.of("vad.threshold")),
    SPEECH_THRESHOLD("--speech-threshold", KnownKeys.of("safety.speech_rms_threshold")),
    REQUIRE_API_KEY("--require-api-key", KnownKeys.of("auth.require_api_key"));

    private final String flag;

    @SuppressWarnings("ImmutableEnumChecker") // KeySpec is immutable, but its default value has the type Object
    private final @Nullable KeySpec key;

    private final String meaning;

    CommandLineFlag(String flag, String meaning) {
        this.flag = flag;
        this.key = null;
        this.meaning = meaning;
    }

    CommandLineFlag(String flag, KeySpec key) {
        this.flag = flag;
        this.key = key;
        this.meaning = key.meaning();
    }

    /** The flag with its dashes. */
    public String flag() {
        return flag;
    }

    /** The key it sets; empty for the flags that name files and folders ({@link Overrides} has a component for each). */
    public Optional<KeySpec> key() {
        return Optional.ofNullable(key);
    }

    /** The type of its value; paths are texts. */
    public ValueKind kind() {
        return key == null ? ValueKind.TEXT : key.kind();
    }

    /** Whether it takes no value and has a negative form, {@code --no-…}. */
    public boolean isSwitch() {
        return kind() == ValueKind.BOOLEAN;
    }

    /** What it does, in one line. */
    public String meaning() {
        return meaning;
    }

    /** The flag that sets a key, empty if there is none. */
    static Optional<CommandLineFlag> setting(String fullName) {
        for (CommandLineFlag each : values()) {
            if (each.key != null && each.key.name().equals(fullName)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
