package io.heliograph.server.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where installed models are, if the command line does not say so. */
final class ModelsFolder {
    private static final String VARIABLE = "HELIOGRAPH_MODELS";

    private ModelsFolder() {}

    /**
     * The folder that HELIOGRAPH_MODELS names, or else {@code heliograph/models} in the user's cache folder.
     *
     * @param environment environment variables
     * @param system name of the operating system, as in the property {@code os.name}
     * @param home the user's home folder
     */
    static Path of(Map<String, String> environment, String system, Path home) {
        String named = EnvironmentSettings.value(environment, VARIABLE);
        return named.isEmpty()
                ? cache(environment, system.toLowerCase(Locale.ROOT), home)
                        .resolve("heliograph")
                        .resolve("models")
                : Path.of(named);
    }

    private static Path cache(Map<String, String> environment, String system, Path home) {
        if (system.startsWith("mac")) {
            return home.resolve("Library").resolve("Caches");
        }
        boolean windows = system.startsWith("windows");
        String named = EnvironmentSettings.value(environment, windows ? "LOCALAPPDATA" : "XDG_CACHE_HOME");
        if (!named.isEmpty()) {
            return Path.of(named);
        }
        return windows ? home.resolve("AppData").resolve("Local") : home.resolve(".cache");
    }
}
