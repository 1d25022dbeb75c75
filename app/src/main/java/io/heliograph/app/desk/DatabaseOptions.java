package io.heliograph.app.desk;

import io.heliograph.server.config.ConfigException;
import io.heliograph.server.config.ConfigLoader;
import io.heliograph.server.config.Overrides;
import io.heliograph.server.config.ServerConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which database a command works on. Confined to the calling thread. */
final class DatabaseOptions {
    @Option(names = "--config", paramLabel = "PATH", description = "Server file (default: config/server.yaml).")
    private @Nullable Path config;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Folder in which the H2 database lies (default: data).")
    private @Nullable Path dataDirectory;

    @Option(
            names = "--store-url",
            paramLabel = "URL",
            description = "JDBC URL of the database (default: store.url of the server file, else the H2 file).")
    private @Nullable String url;

    /** Whether the command line names a database, or a file that does. */
    boolean isGiven() {
        return config != null || dataDirectory != null || url != null;
    }

    /**
     * The configuration that names it.
     *
     * @throws ConfigException in one line
     */
    ServerConfig load() {
        Map<String, Object> values = new HashMap<>();
        if (url != null) {
            values.put("store.url", url);
        }
        return new ConfigLoader(Path.of(""), System.getenv())
                .load(new Overrides(config, null, dataDirectory, null, values))
                .config();
    }
}
