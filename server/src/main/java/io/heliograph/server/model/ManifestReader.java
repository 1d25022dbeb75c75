package io.heliograph.server.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads a manifest in JSON or YAML (JSON is read as the YAML it also is). Unknown keys are ignored, so that an older server reads
 * a newer manifest; a wrong type or a missing key is a {@link ModelException} that names the key. Thread-safe.
 */
final class ManifestReader {
    /** Larger than any sensible manifest, small enough to read from a folder that is not ours. */
    static final int MAX_CHARACTERS = 256 * 1024;

    private ManifestReader() {}

    /**
     * @param text the manifest
     * @param origin where it comes from, for messages
     * @param defaultId id of a manifest that has none
     */
    static ModelManifest read(String text, String origin, String defaultId) {
        try {
            return manifest(new Section(map(parse(text), "manifest"), ""), defaultId);
        } catch (ModelException e) {
            throw new ModelException(origin + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable Object parse(String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw new ModelException("is " + text.length() + " characters long, more than " + MAX_CHARACTERS);
        }
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(8);
        try {
            /* JSON may be indented with tabs, YAML may not; inside a JSON string a bare tab is no JSON. */
            return new Yaml(new SafeConstructor(options)).load(text.replace('\t', ' '));
        } catch (YAMLException e) {
            throw new ModelException("is neither JSON nor YAML: " + Printable.of(String.valueOf(e.getMessage())), e);
        }
    }

    private static ModelManifest manifest(Section root, String defaultId) {
        String family = root.text("family").orElseThrow(() -> new ModelException("has no family"));
        List<ModelFile> files = new ArrayList<>();
        for (Object file : root.list("files")) {
            files.add(file(new Section(map(file, "files"), "files.")));
        }
        return new ModelManifest(
                root.text("id").orElse(defaultId),
                ModelFamily.of(family)
                        .orElseThrow(() -> new ModelException("family \"" + Printable.of(family)
                                + "\" is unknown here (known: " + ModelFamily.labels() + ")")),
                root.list("languages").stream().map(String::valueOf).toList(),
                root.text("licence").orElse("unknown"),
                Math.clamp(root.number("sampleRateHz", 0), Integer.MIN_VALUE, Integer.MAX_VALUE),
                Optional.ofNullable(root.values().get("source"))
                        .map(source -> source(new Section(map(source, "source"), "source."))),
                files);
    }

    private static ModelFile file(Section file) {
        return new ModelFile(
                file.text("name").orElseThrow(() -> new ModelException("a file has no name")),
                file.number("bytes", ModelFile.UNKNOWN_SIZE),
                file.text("sha256").orElse(""),
                file.text("entry").orElse(""),
                file.text("transcript").orElse(""));
    }

    private static ModelSource source(Section source) {
        return new ModelSource(
                source.text("package").orElseThrow(() -> new ModelException("source has no package")),
                source.text("version").orElseThrow(() -> new ModelException("source has no version")),
                source.number("wheelBytes", 0),
                source.text("wheelSha256").orElse(""));
    }

    private static Map<?, ?> map(@Nullable Object value, String key) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new ModelException(key + " is no object");
    }

    /** One object of the manifest; {@code path} is its key with a dot behind, for messages. */
    private record Section(Map<?, ?> values, String path) {

        Optional<String> text(String key) {
            Object value = values.get(key);
            if (value instanceof Map<?, ?> || value instanceof List<?>) {
                throw new ModelException(path + key + " is no text");
            }
            return Optional.ofNullable(value).map(String::valueOf);
        }

        long number(String key, long otherwise) {
            Object value = values.get(key);
            if (value == null) {
                return otherwise;
            }
            if (value instanceof Integer || value instanceof Long) {
                return ((Number) value).longValue();
            }
            throw new ModelException(path + key + " is no whole number");
        }

        List<?> list(String key) {
            Object value = values.get(key);
            if (value == null) {
                return List.of();
            }
            if (value instanceof List<?> list) {
                return list;
            }
            throw new ModelException(path + key + " is no list");
        }
    }
}
