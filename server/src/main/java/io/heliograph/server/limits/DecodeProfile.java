package io.heliograph.server.limits;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Named options of the engine. Immutable.
 *
 * @param name as clients ask for it
 * @param options values by option name: texts, booleans, numbers, lists or maps
 */
public record DecodeProfile(String name, Map<String, Object> options) {
    /** The profile that exists whatever is configured. */
    public static final String REALTIME = "realtime";

    /** The options a profile may hold; CreateSession refuses sessions whose profile holds others. */
    public static final Set<String> OPTIONS = Set.of(
            "append_punctuations",
            "beam_size",
            "best_of",
            "chunk_length",
            "clip_timestamps",
            "compression_ratio_threshold",
            "condition_on_previous_text",
            "hotwords",
            "initial_prompt",
            "language",
            "length_penalty",
            "log_prob_threshold",
            "max_initial_timestamp",
            "no_repeat_ngram_size",
            "no_speech_threshold",
            "patience",
            "prefix",
            "prepend_punctuations",
            "prompt_reset_on_temperature",
            "repetition_penalty",
            "suppress_blank",
            "suppress_tokens",
            "task",
            "temperature",
            "temperature_increment_on_fallback",
            "vad_filter",
            "vad_parameters",
            "without_timestamps",
            "word_timestamps");

    public DecodeProfile {
        requireNonNull(name, "name");
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /** The options outside {@link #OPTIONS}, sorted; empty for a good profile. */
    public List<String> unknownOptions() {
        return options.keySet().stream()
                .filter(option -> !OPTIONS.contains(option))
                .sorted()
                .toList();
    }

    /** The built-in profile {@value #REALTIME}. */
    public static DecodeProfile realtime() {
        return new DecodeProfile(REALTIME, realtimeOptions());
    }

    static Map<String, Object> realtimeOptions() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("beam_size", 1);
        options.put("best_of", 1);
        options.put("patience", 1.0);
        options.put("temperature", 0.0);
        options.put("length_penalty", 1.0);
        options.put("without_timestamps", true);
        options.put("compression_ratio_threshold", 2.4);
        options.put("no_speech_threshold", 0.6);
        options.put("log_prob_threshold", -1.0);
        return Collections.unmodifiableMap(options);
    }
}
