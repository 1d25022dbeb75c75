package io.heliograph.server.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says. Immutable.
 *
 * @param configFile the server file, null = the default one if it exists
 * @param modelConfigFile the model file, null = the default one if it exists
 * @param dataDirectory null = {@code data}
 * @param modelsDirectory null = as the environment says, or the user's cache folder
 * @param values values by full key name, numbers as numbers or numeric texts
 */
public record Overrides(
        @Nullable Path configFile,
        @Nullable Path modelConfigFile,
        @Nullable Path dataDirectory,
        @Nullable Path modelsDirectory,
        Map<String, Object> values) {

    public Overrides {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** An empty command line. */
    public static Overrides none() {
        return of(Map.of());
    }

    /** A command line without files and folders. */
    public static Overrides of(Map<String, Object> values) {
        return new Overrides(null, null, null, null, values);
    }
}
