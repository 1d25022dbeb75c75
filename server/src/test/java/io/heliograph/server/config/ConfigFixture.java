package io.heliograph.server.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.heliograph.server.limits.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** A working directory with configuration files, and an environment. */
abstract class ConfigFixture {
    @TempDir
    Path directory;

    final Map<String, String> environment = new HashMap<>();

    void write(String file, String text) {
        try {
            Files.createDirectories(directory.resolve("config"));
            Files.writeString(directory.resolve(file), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    LoadedConfig load(Overrides overrides) {
        return new ConfigLoader(directory, environment).load(overrides);
    }

    LoadedConfig loadFile(String text) {
        write("config/server.yaml", text);
        return load(Overrides.none());
    }

    Limits limitsOf(String text) {
        return loadFile(text).config().limits();
    }

    String failure(String text) {
        String message = String.valueOf(
                assertThrows(ConfigException.class, () -> loadFile(text)).getMessage());
        assertFalse(message.contains("\n"), message);
        return message;
    }
}
