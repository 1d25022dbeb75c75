package io.heliograph.server.admission;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The attributes of a session request that mean something, by all their names. Immutable. */
final class SessionAttributes {
    private static final List<String> API_KEY = List.of("api_key", "api-key");
    private static final Set<String> NEVER_ECHOED = Set.of(
            "api_key", "api-key", "auth_sig", "auth_signature", "signature", "auth_ts", "auth_timestamp", "timestamp");
    private static final Set<String> YES = Set.of("1", "true", "yes", "on");
    private static final Set<String> PARTIAL_YES = Set.of("1", "true", "yes", "on", "enable", "enabled");
    private static final Set<String> FINAL_YES = Set.of("1", "true", "yes", "y", "on");
    private static final Set<String> FINAL_NO = Set.of("0", "false", "no", "n", "off");

    private final Map<String, String> attributes;

    SessionAttributes(Map<String, String> attributes) {
        this.attributes = attributes;
    }

    /** The API key, trimmed; empty if none was given. */
    String apiKey() {
        return first(API_KEY).map(String::strip).orElse("");
    }

    /** Whether the call itself makes a key mandatory. */
    boolean isApiKeyRequired() {
        return first(List.of("api_key_required", "api-key-required"))
                .map(value -> YES.contains(word(value)))
                .orElse(false);
    }

    /** The decode profile's name, exact. */
    Optional<String> decodeProfile() {
        return first(List.of("decode_profiles", "decode_profile"));
    }

    /** The model's id. */
    Optional<String> modelId() {
        return first(List.of("model_id", "model"));
    }

    /** Whether the audio comes as fast as it can, not as it is spoken. */
    boolean isBatchUpload() {
        return first(List.of("upload_mode"))
                .map(value -> word(value).equals("batch"))
                .orElse(false);
    }

    /** Whether the client wants partials. */
    boolean wantsPartials() {
        return first(List.of("partial", "partial_mode"))
                .map(value -> PARTIAL_YES.contains(word(value)))
                .orElse(false);
    }

    /** Whether finals come at each endpoint; the first alias with a known value decides, else the server's default. */
    boolean emitFinalOnVad(boolean serverDefault) {
        for (String key : List.of("emit_final_on_vad", "final_on_vad", "vad_final")) {
            String value = word(attributes.getOrDefault(key, ""));
            if (FINAL_YES.contains(value)) {
                return true;
            }
            if (FINAL_NO.contains(value)) {
                return false;
            }
        }
        return serverDefault;
    }

    /** Everything but API and auth keys. */
    Map<String, String> echoed() {
        Map<String, String> echoed = new LinkedHashMap<>(attributes);
        echoed.keySet().removeAll(NEVER_ECHOED);
        return echoed;
    }

    private Optional<String> first(List<String> keys) {
        return keys.stream()
                .map(key -> attributes.getOrDefault(key, ""))
                .filter(value -> !value.isBlank())
                .findFirst();
    }

    private static String word(String value) {
        return value.strip().toLowerCase(Locale.ROOT);
    }
}
