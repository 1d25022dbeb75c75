package io.heliograph.server.model;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where models are kept unless the command line says otherwise: one folder for all checkouts of a user. Thread-safe. */
public final class ModelsFolder {
    /** Names the folder and goes before the user's cache. */
    public static final String VARIABLE = "HELIOGRAPH_MODELS";

    private ModelsFolder() {}

    /** The default folder of this process. */
    public static Path standard() {
        return standard(
                System.getenv(), System.getProperty("os.name", ""), Path.of(System.getProperty("user.home", "")));
    }

    /**
     * {@code $HELIOGRAPH_MODELS}, else {@code heliograph/models} in the user's cache: {@code %LOCALAPPDATA%} on Windows, {@code
     * ~/Library/Caches} on macOS, {@code $XDG_CACHE_HOME} or {@code ~/.cache} elsewhere. Empty variables count as unset, and a
     * relative {@code XDG_CACHE_HOME} is ignored, as its specification asks.
     */
    public static Path standard(Map<String, String> environment, String osName, Path home) {
        String named = environment.getOrDefault(VARIABLE, "");
        if (!named.isBlank()) {
            return Path.of(named);
        }
        return cache(environment, osName.toLowerCase(Locale.ROOT), home)
                .resolve("heliograph")
                .resolve("models");
    }

    private static Path cache(Map<String, String> environment, String osName, Path home) {
        if (osName.startsWith("windows")) {
            String local = environment.getOrDefault("LOCALAPPDATA", "");
            return local.isBlank() ? home.resolve("AppData").resolve("Local") : Path.of(local);
        }
        if (osName.startsWith("mac")) {
            return home.resolve("Library").resolve("Caches");
        }
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        return xdg.isBlank() || !Path.of(xdg).isAbsolute() ? home.resolve(".cache") : Path.of(xdg);
    }
}
