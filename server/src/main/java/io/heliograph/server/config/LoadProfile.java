package io.heliograph.server.config;

import static io.heliograph.server.limits.KeySpec.integer;
import static io.heliograph.server.limits.KeySpec.text;
import static java.util.Objects.requireNonNull;

import io.heliograph.server.limits.KeySpec;
import io.heliograph.server.limits.ValueKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model that an operator can load by the profile's name. Immutable.
 *
 * @param id name of the profile
 * @param modelSize model to load
 * @param backend engine
 * @param device device the model runs on
 * @param computeType number format of the model
 * @param poolSize decode workers, at least 1; 0 = one per processor core, only inherited from the model section
 * @param language language code, null = that of the limits in force
 * @param languageFix whether the language is used where a session names none, null = that of the limits in force
 * @param task {@code transcribe} or {@code translate}, null = that of the limits in force
 * @param logMetrics whether each decode has one more log line, null = that of the limits in force
 * @param baseOptions options of the engine
 * @param modelPath folder of the model, null = by name
 */
public record LoadProfile(
        String id,
        String modelSize,
        String backend,
        String device,
        String computeType,
        int poolSize,
        @Nullable String language,
        @Nullable Boolean languageFix,
        @Nullable String task,
        @Nullable Boolean logMetrics,
        Map<String, Object> baseOptions,
        @Nullable String modelPath) {
    /** Keys of a profile (contract §15.3). */
    static final Set<String> KEYS = Set.of(
            "model_size",
            "name",
            "backend",
            "model_backend",
            "device",
            "compute_type",
            "pool_size",
            "language",
            "language_fix",
            "task",
            "log_metrics",
            "base_options",
            "model_path");

    public LoadProfile {
        baseOptions = Map.copyOf(baseOptions);
    }

    /** The profile {@code default} of a configuration without profiles. */
    static LoadProfile of(String id, ServerConfig.Model model) {
        return new LoadProfile(
                id,
                model.name(),
                model.backend(),
                model.device(),
                model.computeType(),
                model.poolSize(),
                null,
                null,
                null,
                null,
                Map.of(),
                null);
    }

    /**
     * The profile of configured options; what it leaves out is taken from the model section. Unknown options are named in
     * {@code warnings}.
     *
     * @throws IllegalArgumentException naming the first option of a wrong type or an impossible value
     */
    static LoadProfile of(String id, Map<String, Object> options, ServerConfig.Model model, List<String> warnings) {
        String path = FrozenKey.MODEL_LOAD_PROFILES.fullName() + "." + id;
        options.keySet().stream()
                .filter(option -> !KEYS.contains(option))
                .forEach(option ->
                        warnings.add(ConfigException.oneLine("unknown key " + path + "." + option + " is ignored")));
        Options read = new Options(path + ".", options);
        return new LoadProfile(
                id,
                read.text("model_size", read.text("name", model.name())),
                read.text("backend", read.text("model_backend", model.backend())),
                read.text("device", model.device()),
                read.text("compute_type", model.computeType()),
                (Integer) read.value(
                        integer("pool_size", model.poolSize(), "workers").within(1, 1024)),
                (String) read.optional(text("language", null)),
                (Boolean) read.optional(KeySpec.typed("language_fix", ValueKind.BOOLEAN, null)),
                (String) read.optional(text("task", null).oneOf("transcribe", "translate", "")),
                (Boolean) read.optional(KeySpec.typed("log_metrics", ValueKind.BOOLEAN, null)),
                read.map("base_options"),
                (String) read.optional(text("model_path", null)));
    }

    /**
     * Reads options of one profile.
     *
     * @param path what their names are prefixed with in messages
     * @param options the values by name
     */
    private record Options(String path, Map<String, Object> options) {

        String text(String name, String fallback) {
            return (String) value(KeySpec.text(name, fallback));
        }

        Object value(KeySpec spec) {
            Object value = optional(spec);
            return value == null ? requireNonNull(spec.codeDefault(), spec::name) : value;
        }

        @Nullable
        Object optional(KeySpec spec) {
            Object raw = options.get(spec.name());
            try {
                return raw == null ? null : spec.convert(raw);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(path + e.getMessage(), e);
            }
        }

        Map<String, Object> map(String name) {
            Object raw = options.getOrDefault(name, Map.of());
            if (!(raw instanceof Map<?, ?> map)) {
                throw new IllegalArgumentException(path + name + " must be a map of options, but is " + raw);
            }
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, value) -> copy.put(String.valueOf(key), value));
            return copy;
        }
    }
}
