package io.heliograph.server.config;

import java.util.List;

/**
 * A configuration and what was odd about it. Immutable.
 *
 * @param config what the server is started with
 * @param warnings one line each, to be logged once at start
 */
public record LoadedConfig(ServerConfig config, List<String> warnings) {

    public LoadedConfig {
        warnings = List.copyOf(warnings);
    }
}
