package io.heliograph.server.config;

import static io.heliograph.server.limits.LimitKey.DECODE_PROFILES;

import io.heliograph.server.limits.KeySpec;
import io.heliograph.server.limits.LimitKey;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every key of the configuration files, and where it may stand in them. */
final class KnownKeys {
    private static final Map<String, KeySpec> BY_NAME = Stream.concat(
                    Arrays.stream(FrozenKey.values()).map(FrozenKey::spec),
                    Arrays.stream(LimitKey.values()).map(LimitKey::spec))
            .collect(Collectors.toMap(KeySpec::name, spec -> spec, (a, b) -> a, LinkedHashMap::new));

    private static final Set<String> SECTIONS = BY_NAME.values().stream()
            .map(KeySpec::section)
            .filter(section -> !section.isEmpty())
            .collect(Collectors.toUnmodifiableSet());

    /** Flat spellings other than the keys of {@code server} and the profile maps (contract §14.1). */
    private static final String FLAT_NAMES = """
            vad_silence=vad.silence
            vad_threshold=vad.threshold
            vad_model_pool_size=vad.model_pool_size
            vad_model_prewarm=vad.model_prewarm
            vad_model_pool_growth_factor=vad.model_pool_growth_factor
            speech_rms_threshold=safety.speech_rms_threshold
            log_level=logging.level
            log_file=logging.file
            faster_whisper_log_level=logging.faster_whisper_level
            log_transcripts=logging.log_transcripts
            transcript_log_file=logging.transcript_file
            transcript_retention_days=logging.transcript_retention_days
            tls_cert_file=tls.cert_file
            tls_key_file=tls.key_file
            tls_required=tls.required
            expose_api_key_metrics=metrics.expose_api_key_sessions
            require_api_key=auth.require_api_key
            create_session_auth_profile=auth.create_session_auth_profile
            create_session_auth_secret=auth.create_session_auth_secret
            create_session_auth_ttl_sec=auth.create_session_auth_ttl_sec
            persist_audio=storage.persist_audio
            audio_storage_dir=storage.directory
            audio_storage_queue_max_chunks=storage.queue_max_chunks
            audio_storage_max_bytes=storage.max_bytes
            audio_storage_max_files=storage.max_files
            audio_storage_max_age_days=storage.max_age_days
            health_window_sec=health.window_sec
            health_min_events=health.min_events
            health_max_timeout_ratio=health.max_timeout_ratio
            health_min_success_ratio=health.min_success_ratio
            model_backend=model.backend
            device=model.device
            compute_type=model.compute_type
            model_pool_size=model.pool_size
            language=model.language
            language_fix=model.language_fix
            task=model.task
            default_decode_profile=model.default_decode_profile
            default_model_load_profile=model.default_model_load_profile
            """;

    private static final Map<String, KeySpec> FLAT = flat();

    private KnownKeys() {}

    private static Map<String, KeySpec> flat() {
        Map<String, KeySpec> flat = new LinkedHashMap<>();
        BY_NAME.forEach((name, spec) -> {
            if (spec.section().isEmpty()) {
                flat.put(name, spec);
            } else if (spec.section().equals("server")) {
                flat.put(name.substring("server.".length()), spec);
            }
        });
        FLAT_NAMES.lines().map(line -> line.split("=", 2)).forEach(pair -> flat.put(pair[0], of(pair[1])));
        return flat;
    }

    /** The key with a full name; the name must be known. */
    static KeySpec of(String fullName) {
        KeySpec spec = BY_NAME.get(fullName);
        if (spec == null) {
            throw new IllegalArgumentException("unknown key " + fullName);
        }
        return spec;
    }

    /** All keys by full name: those read at start, then the live ones. */
    static Map<String, KeySpec> byName() {
        return BY_NAME;
    }

    /** The keys that may stand at the top of a file, by their name there. */
    static Map<String, KeySpec> flatNames() {
        return FLAT;
    }

    /** Whether a top-level name opens a section. */
    static boolean isSection(String name) {
        return SECTIONS.contains(name);
    }

    /** The key at a place inside a section, or null. The profile maps may stand under {@code model}, too. */
    static @Nullable KeySpec inSection(String section, String name) {
        boolean isProfileMap =
                name.equals(DECODE_PROFILES.fullName()) || name.equals(FrozenKey.MODEL_LOAD_PROFILES.fullName());
        return BY_NAME.get(section.equals("model") && isProfileMap ? name : section + "." + name);
    }
}
