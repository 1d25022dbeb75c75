package io.heliograph.server.config;

import static java.util.Objects.requireNonNull;

import io.heliograph.server.config.YamlTree.Mapping;
import io.heliograph.server.config.YamlTree.Scalar;
import io.heliograph.server.config.YamlTree.Sequence;
import io.heliograph.server.limits.KeySpec;
import io.heliograph.server.limits.LimitKey;
import io.heliograph.server.limits.Limits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of keys as they are collected, layer by layer; the layer applied later wins. Confined to one thread. */
final class Settings {
    private static final String OBJECTIVES = "objectives.";

    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, String> origins = new LinkedHashMap<>();
    private final List<String> warnings;

    /** Starts with nothing set; unknown keys are named in {@code warnings}. */
    Settings(List<String> warnings) {
        this.warnings = warnings;
    }

    /** Applies a file: its sections, then its flat keys. */
    void applyFile(String file, Mapping root) {
        root.entries().forEach((name, tree) -> {
            if (KnownKeys.isSection(name)) {
                applySection(file, name, tree);
            }
        });
        root.entries().forEach((name, tree) -> {
            if (!KnownKeys.isSection(name)) {
                applyEntry(file, name, KnownKeys.flatNames().get(name), tree);
            }
        });
    }

    private void applySection(String file, String section, YamlTree tree) {
        if (tree instanceof Mapping mapping) {
            mapping.entries()
                    .forEach((name, value) ->
                            applyEntry(file, section + "." + name, KnownKeys.inSection(section, name), value));
        } else if (!(tree instanceof Scalar scalar && scalar.value() == null)) {
            throw new ConfigException(file + " line " + tree.line(), section + " must be a map of keys");
        }
    }

    private void applyEntry(String file, String written, @Nullable KeySpec spec, YamlTree tree) {
        if (spec == null && written.startsWith(OBJECTIVES)) {
            // A promise that is measured against another number than the one written down would mislead.
            throw new ConfigException(file + " line " + tree.line(), "unknown key " + written);
        }
        if (spec == null) {
            warnings.add(ConfigException.oneLine(
                    file + " line " + tree.line() + ": unknown key " + written + " is ignored"));
            return;
        }
        Object raw = switch (spec.kind()) {
            case TEXT, LEVEL -> YamlTree.written(tree);
            case LIST, DIGESTS -> tree instanceof Sequence sequence ? sequence.texts() : tree.plain();
            case INTEGER, LONG, NUMBER, BOOLEAN, PROFILES -> tree.plain();
        };
        apply(file + " line " + tree.line(), spec, raw);
    }

    /** Applies one value; null keeps what is set. */
    void apply(String origin, KeySpec spec, @Nullable Object raw) {
        if (raw == null) {
            return;
        }
        try {
            values.put(spec.name(), requireNonNull(spec.convert(raw), spec::name));
            origins.put(spec.name(), origin);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(origin, String.valueOf(e.getMessage()), e);
        }
    }

    /** Where the first of these keys that is set was set, for messages; {@code configuration} if none is. */
    String originOf(FrozenKey... keys) {
        for (FrozenKey key : keys) {
            String origin = origins.get(key.fullName());
            if (origin != null) {
                return origin;
            }
        }
        return "configuration";
    }

    /** The live keys, on top of the code defaults. */
    Limits limits() {
        Map<String, Object> live = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (LimitKey.named(name).isPresent()) {
                live.put(name, value);
            }
        });
        return Limits.defaults().with(live);
    }

    int integer(FrozenKey key) {
        return (Integer) present(key);
    }

    double number(FrozenKey key) {
        return (Double) present(key);
    }

    boolean flag(FrozenKey key) {
        return (Boolean) present(key);
    }

    String text(FrozenKey key) {
        return (String) present(key);
    }

    /** The text of a key that may be unset; a blank one counts as unset. */
    @Nullable
    String textOrNull(FrozenKey key) {
        Object value = values.getOrDefault(key.fullName(), "");
        return value instanceof String text && !text.isBlank() ? text : null;
    }

    /** The load profiles, or null if none are configured. */
    @SuppressWarnings("unchecked") // KeySpec.convert makes maps of option maps for this kind
    @Nullable
    Map<String, Map<String, Object>> loadProfiles() {
        return (Map<String, Map<String, Object>>) values.get(FrozenKey.MODEL_LOAD_PROFILES.fullName());
    }

    private Object present(FrozenKey key) {
        Object value = values.get(key.fullName());
        return value == null ? requireNonNull(key.spec().codeDefault(), key::fullName) : value;
    }
}
