package io.heliograph.console.limits;

import java.util.Arrays;

/** The limits by what they are about, as they stand on the page; a key belongs to the first group that takes it. Immutable. */
enum LimitGroup {
    SESSIONS(
            "Sessions",
            "server.max_sessions",
            "server.create_session",
            "server.unverified_key",
            "server.session_",
            "server.max_unbound"),
    AUDIO(
            "Audio",
            "server.max_audio",
            "server.max_chunk",
            "server.max_buffer",
            "server.buffer_",
            "server.max_total_buffer"),
    DECODING(
            "Decoding",
            "server.partial_",
            "server.first_partial",
            "server.emit_",
            "server.decode_",
            "server.max_pending",
            "decode_profiles",
            "model."),
    DETECTOR("Detector", "vad.", "safety."),
    OVERLOAD("Overload", "server.adaptive", "server.admission_", "server.headroom_", "overload.", "health."),
    OBJECTIVES("Objectives", "objectives."),
    ACCESS("Access", "auth.", "server.http", "server.ws"),
    RECORDS("Records", "storage.", "logging.", "metrics.", "server.log"),
    OTHER("Other", "");

    private final String label;

    @SuppressWarnings("ImmutableEnumChecker") // never written to
    private final String[] prefixes;

    LimitGroup(String label, String... prefixes) {
        this.label = label;
        this.prefixes = prefixes;
    }

    String label() {
        return label;
    }

    /** The group of a key. */
    static LimitGroup of(String key) {
        return Arrays.stream(values())
                .filter(group -> Arrays.stream(group.prefixes).anyMatch(key::startsWith))
                .findFirst()
                .orElse(OTHER);
    }
}
