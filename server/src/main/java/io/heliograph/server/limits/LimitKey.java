package io.heliograph.server.limits;

import static io.heliograph.server.limits.KeySpec.flag;
import static io.heliograph.server.limits.KeySpec.integer;
import static io.heliograph.server.limits.KeySpec.number;
import static io.heliograph.server.limits.KeySpec.text;
import static io.heliograph.server.limits.KeySpec.typed;
import static io.heliograph.server.limits.KeySpec.wide;
import static io.heliograph.server.limits.LiveKind.NEW_SESSIONS;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every key that can be changed while the server runs: the only place of its default, range, unit and meaning. */
public enum LimitKey {
    MAX_SESSIONS(integer("server.max_sessions", 4, "sessions"), "registered sessions; ≤ 0 = no limit"),
    CREATE_SESSION_RPS(
            number("server.create_session_rps", 5.0, "calls/s"), "CreateSession calls per client; ≤ 0 = no limit"),
    CREATE_SESSION_BURST(
            number("server.create_session_burst", 10.0, "calls"), "calls a rested client may make at once; ≤ 0 = rps"),
    MAX_SESSIONS_PER_IP(
            integer("server.max_sessions_per_ip", 4, "sessions"),
            "registered sessions per client address; ≤ 0 = no limit"),
    MAX_SESSIONS_PER_API_KEY(
            integer("server.max_sessions_per_api_key", 8, "sessions"),
            "registered sessions per API key; ≤ 0 = no limit"),
    UNVERIFIED_KEY_IP_FACTOR(
            number("server.unverified_key_ip_factor", 8.0, ""),
            "all unverified keys of one address share this many times the rate of a key; ≤ 0 off (one shared proxy)"),
    MAX_AUDIO_SECONDS_PER_SESSION(
            number("server.max_audio_seconds_per_session", 300.0, "s"), "total audio of a stream; ≤ 0 = no limit"),
    MAX_AUDIO_BYTES_PER_SEC(
            wide("server.max_audio_bytes_per_sec", 32000L, "bytes/s"), "audio bytes per client; ≤ 0 = no limit"),
    MAX_AUDIO_BYTES_PER_SEC_BURST(
            wide("server.max_audio_bytes_per_sec_burst", 64000L, "bytes"), "audio bytes at once; ≤ 0 = rate"),
    MAX_AUDIO_BYTES_PER_SEC_REALTIME(
            wide("server.max_audio_bytes_per_sec_realtime", null, "bytes/s"),
            "rate of realtime uploads; null = base rate; ≤ 0 = no limit"),
    MAX_AUDIO_BYTES_PER_SEC_BURST_REALTIME(
            wide("server.max_audio_bytes_per_sec_burst_realtime", null, "bytes"),
            "burst of realtime uploads; null = base burst; ≤ 0 = rate"),
    MAX_AUDIO_BYTES_PER_SEC_BATCH(
            wide("server.max_audio_bytes_per_sec_batch", null, "bytes/s"),
            "rate of batch uploads; null = base rate; ≤ 0 = no limit"),
    MAX_AUDIO_BYTES_PER_SEC_BURST_BATCH(
            wide("server.max_audio_bytes_per_sec_burst_batch", null, "bytes"),
            "burst of batch uploads; null = base burst; ≤ 0 = rate"),
    HTTP_RATE_LIMIT_RPS(
            number("server.http_rate_limit_rps", 5.0, "calls/s"),
            "HTTP requests, and apart from them WebSocket handshakes, per address; ≤ 0 = no limit"),
    HTTP_RATE_LIMIT_BURST(number("server.http_rate_limit_burst", 10.0, "calls"), "HTTP requests at once; ≤ 0 = rps"),
    HTTP_TRUSTED_PROXIES(
            typed("server.http_trusted_proxies", ValueKind.LIST, List.of()),
            "CIDRs or host names whose X-Forwarded-For is believed"),
    WS_ALLOWED_ORIGINS(
            typed("server.ws_allowed_origins", ValueKind.LIST, List.of()),
            "origins that may open a WebSocket; empty = any origin"),
    DECODE_TIMEOUT_SEC(
            number("server.decode_timeout_sec", 30.0, "s"),
            "longest wait for pending decodes, and the grace of a shutdown; ≤ 0 = wait for ever, grace 5 s"),
    SESSION_TIMEOUT_SEC(number("server.session_timeout_sec", 60.0, "s"), "inactivity that ends a stream; ≤ 0 = never"),
    SESSION_START_TIMEOUT_SEC(
            number("server.session_start_timeout_sec", 60.0, "s"),
            "life of a session that no stream claims; ≤ 0 = never"),
    MAX_BUFFER_SEC(
            number("server.max_buffer_sec", 20.0, "s"),
            "utterance audio above which a forced split comes; ≤ 0 = never"),
    MAX_BUFFER_BYTES(
            wide("server.max_buffer_bytes", null, "bytes"),
            "the same as max_buffer_sec in bytes, the smaller counts; null or ≤ 0 = none"),
    MAX_CHUNK_MS(integer("server.max_chunk_ms", 2000, "ms"), "longest audio chunk; ≤ 0 = no limit"),
    PARTIAL_DECODE_INTERVAL_SEC(
            number("server.partial_decode_interval_sec", 1.5, "s"), "audio between partial decodes; ≤ 0 = no partials"),
    PARTIAL_DECODE_WINDOW_SEC(
            number("server.partial_decode_window_sec", 10.0, "s"),
            "latest audio a partial decode sees; ≤ 0 = the whole utterance"),
    FIRST_PARTIAL_SEC(
            number("server.first_partial_sec", 0.5, "s"), "audio before the first partial decode; ≤ 0 = interval"),
    EMIT_FINAL_ON_VAD(
            flag("server.emit_final_on_vad", false).acting(NEW_SESSIONS),
            "send an utterance's final at its endpoint, not at the end of input"),
    MAX_PENDING_DECODES_PER_STREAM(
            integer("server.max_pending_decodes_per_stream", 8, "decodes"),
            "pending decodes of a stream; ≤ 0 = no limit"),
    MAX_PENDING_DECODES_GLOBAL(
            integer("server.max_pending_decodes_global", 64, "decodes"),
            "pending decodes of all streams; ≤ 0 = no limit"),
    MAX_TOTAL_BUFFER_BYTES(
            wide("server.max_total_buffer_bytes", 67108864L, "bytes"), "audio buffered by all streams; ≤ 0 = no limit"),
    DECODE_QUEUE_TIMEOUT_SEC(
            number("server.decode_queue_timeout_sec", 1.0, "s"),
            "wait of a settled decode for a place; ≤ 0 = no waiting"),
    BUFFER_OVERLAP_SEC(
            number("server.buffer_overlap_sec", 0.5, "s").atLeast(0),
            "end of the utterance searched for a quiet split point; at least 1 s is searched"),
    ADAPTIVE_THROTTLE_ENABLED(
            flag("server.adaptive_throttle_enabled", false), "refuse sessions and stretch partials under pressure"),
    ADAPTIVE_THROTTLE_INTERVAL_SEC(
            number("server.adaptive_throttle_interval_sec", 2.0, "s"), "time between pressure checks, at least 0.5 s"),
    ADAPTIVE_PENDING_RATIO_HIGH(
            number("server.adaptive_pending_ratio_high", 0.8, "").atLeast(0),
            "pressure from this share of max_pending_decodes_global"),
    ADAPTIVE_BUFFER_RATIO_HIGH(
            number("server.adaptive_buffer_ratio_high", 0.85, "").atLeast(0),
            "pressure from this share of max_total_buffer_bytes"),
    ADAPTIVE_ORPHAN_RATE_HIGH(
            number("server.adaptive_orphan_rate_high", 0.2, "").atLeast(0),
            "pressure from this share of orphaned among dropped decodes"),
    ADAPTIVE_PARTIAL_INTERVAL_SCALE(
            number("server.adaptive_partial_interval_scale", 2.0, "").atLeast(1),
            "factor on the partial interval under pressure"),
    ADAPTIVE_PARTIAL_INTERVAL_MAX_SEC(
            number("server.adaptive_partial_interval_max_sec", null, "s"),
            "longest stretched partial interval; null or ≤ 0 = no bound"),
    ADAPTIVE_CREATE_SESSION_BACKOFF_SEC(
            number("server.adaptive_create_session_backoff_sec", 2.0, "s"),
            "how long CreateSession is refused under pressure; ≤ 0 off"),
    ADMISSION_BY_HEADROOM(
            flag("server.admission_by_headroom", false), "refuse sessions for which measured headroom leaves no room"),
    HEADROOM_BUSY_RATIO(
            number("server.headroom_busy_ratio", 0.85, "").within(0.01, 1),
            "share of the decode workers' time that admission by headroom fills"),
    OVERLOAD_ENABLED(flag("overload.enabled", true), "climb the overload ladder as headroom shrinks"),
    OVERLOAD_RISE_SEC(
            number("overload.rise_sec", 2.0, "s").atLeast(0),
            "how long a signal is at a step's mark before it is taken"),
    OVERLOAD_FALL_SEC(
            number("overload.fall_sec", 5.0, "s").atLeast(0), "how long all signals are low before a step is left"),
    OVERLOAD_FALL_RATIO(
            number("overload.fall_ratio", 0.8, "").within(0.1, 1), "low is below this share of the step's marks"),
    OVERLOAD_QUEUE_LIMIT_SEC(
            number("overload.queue_limit_sec", 2.0, "s").above(0),
            "lateness of settled decodes that is queue signal 1"),
    OVERLOAD_WATCH_CPU(flag("overload.watch_cpu", false), "whether processor load is a signal, too"),
    OVERLOAD_STRETCH_MEMORY(mark("stretch_memory", 0.85), "partials stretch from this memory signal; 0 = never"),
    OVERLOAD_STRETCH_QUEUE(mark("stretch_queue", 0.5), "the same for the queue"),
    OVERLOAD_STRETCH_CPU(mark("stretch_cpu", 0.9), "the same for the processors"),
    OVERLOAD_PARTIALS_OFF_MEMORY(mark("partials_off_memory", 0.9), "no partials from this memory signal; 0 = never"),
    OVERLOAD_PARTIALS_OFF_QUEUE(mark("partials_off_queue", 1.0), "the same for the queue"),
    OVERLOAD_PARTIALS_OFF_CPU(mark("partials_off_cpu", 0.95), "the same for the processors"),
    OVERLOAD_REFUSE_MEMORY(mark("refuse_memory", 0.94), "no new sessions from this memory signal; 0 = never"),
    OVERLOAD_REFUSE_QUEUE(mark("refuse_queue", 1.5), "the same for the queue"),
    OVERLOAD_REFUSE_CPU(mark("refuse_cpu", 0.98), "the same for the processors"),
    OVERLOAD_CLOSE_MEMORY(
            mark("close_memory", 0.97), "the largest stream is closed from this memory signal; 0 = never"),
    OVERLOAD_CLOSE_PERIOD_SEC(
            number("overload.close_period_sec", 5.0, "s").above(0), "at most one stream is closed in this time"),
    OVERLOAD_CLOSE_MIN_BYTES(
            wide("overload.close_min_bytes", 262144L, "bytes").atLeast(1), "streams that buffer less are not closed"),
    LOG_METRICS(flag("server.log_metrics", false), "one more log line per decode"),
    VAD_SILENCE(
            number("vad.silence", 0.8, "s").above(0).acting(NEW_SESSIONS),
            "silence that ends an utterance, for sessions that name none"),
    VAD_THRESHOLD(
            number("vad.threshold", 0.5, "").within(0, 1).acting(NEW_SESSIONS),
            "speech probability that counts as speech, for sessions that name none; 0 = detector off"),
    VAD_PRE_ROLL_SEC(
            number("vad.pre_roll_sec", 0.3, "s").atLeast(0).acting(NEW_SESSIONS),
            "audio kept before the first speech frame of an utterance"),
    VAD_TAIL_SEC(
            number("vad.tail_sec", 0.2, "s").atLeast(0).acting(NEW_SESSIONS),
            "audio kept behind the last speech frame, at most the session's silence"),
    SPEECH_RMS_THRESHOLD(
            number("safety.speech_rms_threshold", 0.02, ""),
            "audio below this root mean square is not decoded; ≤ 0 off"),
    LOG_LEVEL(typed("logging.level", ValueKind.LEVEL, "INFO"), "least level of log lines"),
    ENGINE_LOG_LEVEL(
            typed("logging.faster_whisper_level", ValueKind.LEVEL, null),
            "least level of the engine's lines; null = WARN"),
    LOG_TRANSCRIPTS(flag("logging.log_transcripts", false), "write recognised text to logging.transcript_file"),
    TRANSCRIPT_RETENTION_DAYS(
            integer("logging.transcript_retention_days", 7, "days"),
            "age at which transcripts are deleted; ≤ 0 = never"),
    EXPOSE_API_KEY_SESSIONS(flag("metrics.expose_api_key_sessions", false), "metric series per hashed API key"),
    MAX_STREAM_BUFFER_SERIES(
            integer("metrics.max_stream_buffer_series", 256, "series").atMost(100_000),
            "streams with a buffer series of their own; ≤ 0 = none"),
    REQUIRE_API_KEY(flag("auth.require_api_key", false), "refuse CreateSession without an API key"),
    CREATE_SESSION_AUTH_TTL_SEC(
            number("auth.create_session_auth_ttl_sec", 0.0, "s"), "greatest age of a signed token; ≤ 0 = no limit"),
    API_KEYS(
            typed("auth.api_keys", ValueKind.DIGESTS, List.of()).masked(),
            "SHA-256 digests (hex) of accepted API keys; empty = keys are labels only"),
    PERSIST_AUDIO(flag("storage.persist_audio", false).acting(NEW_SESSIONS), "record each stream as a WAV file"),
    CAPTURE_QUEUE_MAX_CHUNKS(
            integer("storage.queue_max_chunks", 256, "chunks"), "chunks waiting for the disk; ≤ 0 = 256"),
    CAPTURE_MAX_BYTES(wide("storage.max_bytes", null, "bytes"), "size of all recordings; null or ≤ 0 = no limit"),
    CAPTURE_MAX_FILES(integer("storage.max_files", null, "files"), "number of recordings; null or ≤ 0 = no limit"),
    CAPTURE_MAX_AGE_DAYS(integer("storage.max_age_days", null, "days"), "age of recordings; null or ≤ 0 = no limit"),
    HEALTH_WINDOW_SEC(number("health.window_sec", 60.0, "s"), "decodes of this time are judged, at least 1 s"),
    HEALTH_MIN_EVENTS(integer("health.min_events", 5, "decodes"), "fewer decodes are not judged, at least 1"),
    HEALTH_MAX_TIMEOUT_RATIO(
            number("health.max_timeout_ratio", 0.5, "").atLeast(0), "unhealthy from this share of timeouts"),
    HEALTH_MIN_SUCCESS_RATIO(
            number("health.min_success_ratio", 0.5, "").within(0, 1),
            "unhealthy below this share of delivered decodes"),
    CREATE_SESSION_TARGET(target("create_session", 0.99), "share of CreateSession calls that must be good"),
    CREATE_SESSION_THRESHOLD_SEC(threshold("create_session", 0.3), "longest good CreateSession"),
    CREATE_SESSION_WINDOW_SEC(window("create_session"), "time over which the share must hold"),
    FIRST_PARTIAL_TARGET(target("first_partial", 0.99), "share of utterances whose first result must come in time"),
    FIRST_PARTIAL_THRESHOLD_SEC(threshold("first_partial", 2.5), "longest good time from speech to first result"),
    FIRST_PARTIAL_WINDOW_SEC(window("first_partial"), "time over which the share must hold"),
    FIRST_PARTIAL_MIN_SPEECH_SEC(
            number("objectives.first_partial_min_speech_sec", 1.0, "s").within(0, 60),
            "utterances with less speech are not counted"),
    FIRST_PARTIAL_PACED_ONLY(
            flag("objectives.first_partial_paced_only", true), "count only streams that are sent as they are spoken"),
    FINAL_TARGET(target("final", 0.99), "share of utterances whose settled text must come in time"),
    FINAL_THRESHOLD_SEC(threshold("final", 5.0), "longest good time from the last speech to the settled text"),
    FINAL_WINDOW_SEC(window("final"), "time over which the share must hold"),
    FINAL_MIN_SPEECH_SEC(
            number("objectives.final_min_speech_sec", 0.0, "s").within(0, 60),
            "utterances with less speech are not counted"),
    FINAL_PACED_ONLY(flag("objectives.final_paced_only", true), "count only streams that are sent as they are spoken"),
    ERRORS_TARGET(target("errors", 0.995), "share of calls that must not fail by our fault"),
    ERRORS_WINDOW_SEC(window("errors"), "time over which the share must hold"),
    LANGUAGE(text("model.language", "ko").acting(NEW_SESSIONS), "language code if language_fix is on; empty = detect"),
    LANGUAGE_FIX(
            flag("model.language_fix", false).acting(NEW_SESSIONS), "use model.language where a session names none"),
    TASK(
            text("model.task", "transcribe")
                    .oneOf("transcribe", "translate", "")
                    .acting(NEW_SESSIONS),
            "what a session gets that names no task; empty = transcribe"),
    DEFAULT_DECODE_PROFILE(
            text("model.default_decode_profile", "realtime").acting(NEW_SESSIONS),
            "decode profile of sessions that name none, or an unknown one"),
    DECODE_PROFILES(
            typed(
                            "decode_profiles",
                            ValueKind.PROFILES,
                            Map.of(DecodeProfile.REALTIME, DecodeProfile.realtimeOptions()))
                    .acting(NEW_SESSIONS),
            "named decode options; setting it replaces the whole map");

    /** What is longer is counted as this long. */
    private static final double MAX_THRESHOLD_SEC = 3_600;

    /** 30 days. */
    private static final int MONTH_SEC = 2_592_000;

    private static final Map<String, LimitKey> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(key -> key.spec.name(), Function.identity()));

    @SuppressWarnings("ImmutableEnumChecker") // KeySpec is immutable, but its default value has the type Object
    private final KeySpec spec;

    LimitKey(KeySpec spec, String meaning) {
        this.spec = spec.means(meaning);
    }

    private static KeySpec target(String objective, double share) {
        return number("objectives." + objective + "_target", share, "").between(0, 1);
    }

    private static KeySpec mark(String name, double share) {
        return number("overload." + name, share, "").atLeast(0);
    }

    private static KeySpec threshold(String objective, double seconds) {
        return number("objectives." + objective + "_threshold_sec", seconds, "s")
                .within(0.001, MAX_THRESHOLD_SEC);
    }

    private static KeySpec window(String objective) {
        return integer("objectives." + objective + "_window_sec", MONTH_SEC, "s")
                .within(60, Objective.MAX_WINDOW_SEC);
    }

    /** The key with a full name, as in {@code server.max_sessions}; empty if unknown or not changeable at run time. */
    public static Optional<LimitKey> named(String fullName) {
        return Optional.ofNullable(BY_NAME.get(fullName));
    }

    /** Name, type, unit, range, default and meaning. */
    public KeySpec spec() {
        return spec;
    }

    /** The full name, as in {@code server.max_sessions}. */
    public String fullName() {
        return spec.name();
    }

    /** Refuses an impossible value, or one not in this key's own type and spelling, with key, value and range. */
    void require(@Nullable Object value) {
        if (!Objects.equals(spec.convert(value), value)) {
            throw new IllegalArgumentException(
                    fullName() + " must be " + spec.allowed() + " as spelled here, but is " + spec.show(value));
        }
    }
}
