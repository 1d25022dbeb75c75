package io.heliograph.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Folders, environment variables and secrets. */
class ConfigSurroundingsTest extends ConfigFixture {
    @Nested
    class Folders {
        @Test
        void areRelativeToTheWorkingDirectory() {
            ServerConfig config =
                    loadFile("log_file: logs/a.log\naudio_storage_dir: rec").config();
            assertEquals(directory.resolve("data"), config.files().dataDirectory());
            assertEquals(directory.resolve("logs/a.log"), config.files().logFile());
            assertEquals(directory.resolve("rec"), config.files().audioDirectory());
            assertNull(config.files().transcriptFile());
        }

        @Test
        void theDataDirectoryTakesDatabaseAndRecordingsAlong() {
            write("config/server.yaml", "storage: {directory: data/audio}");
            ServerConfig config = load(new Overrides(null, null, Path.of("d"), Path.of("m"), Map.of()))
                    .config();
            assertEquals(directory.resolve("d/audio"), config.files().audioDirectory());
            assertEquals(
                    "jdbc:h2:file:" + directory.resolve("d/heliograph"),
                    config.store().url());
            assertEquals(directory.resolve("m"), config.files().modelsDirectory());
        }

        @Test
        void modelsAreWhereTheEnvironmentSays() {
            environment.put("HELIOGRAPH_MODELS", "from-environment");
            assertEquals(
                    directory.resolve("from-environment"),
                    load(Overrides.none()).config().files().modelsDirectory());
        }
    }

    @Nested
    class Environment {
        @Test
        void isOffWhereNothingIsSet() {
            assertEquals(
                    new EnvironmentSettings(
                            Secret.NONE, false, false, Secret.NONE, false, List.of(), List.of(), false, false),
                    EnvironmentSettings.from(Map.of("STT_ADMIN_ENABLED", "0", "STT_PUBLIC_HEALTH", "token")));
        }

        @Test
        void everyVariableReachesItsProperty() {
            environment.putAll(Map.of(
                    "STT_OBSERVABILITY_TOKEN", " o ",
                    "STT_PUBLIC_HEALTH", "Minimal",
                    "STT_ADMIN_ENABLED", "YES",
                    "STT_ADMIN_TOKEN", "t",
                    "STT_ADMIN_ALLOW_MODEL_PATH", "on",
                    "STT_ADMIN_MODEL_PATH_ALLOWLIST", " /a, ,/b",
                    "STT_HTTP_ALLOWLIST", "10.0.0.0/8,",
                    "STT_ENABLE_GPU_METRICS", "true",
                    "STT_ALLOW_INSECURE_WS", "1",
                    "STT_HTTP_TRUSTED_PROXIES", "p1, p2"));
            environment.putAll(Map.of("STT_HTTP_RATE_LIMIT_RPS", "1.5", "STT_HTTP_RATE_LIMIT_BURST", "2.5"));
            ServerConfig config = load(Overrides.none()).config();
            assertEquals(
                    new EnvironmentSettings(
                            new Secret("o"),
                            true,
                            true,
                            new Secret("t"),
                            true,
                            List.of("/a", "/b"),
                            List.of("10.0.0.0/8"),
                            true,
                            true),
                    config.environment());
            assertTrue(config.environment().isAdminOn());
            assertEquals(List.of("p1", "p2"), config.limits().http().trustedProxies());
            assertEquals(1.5, config.limits().http().rateLimitRps());
            assertEquals(2.5, config.limits().http().rateLimitBurst());
        }

        @Test
        void healthIsMinimalByEitherVariable() {
            assertTrue(EnvironmentSettings.from(Map.of("STT_HEALTH_DETAIL_MODE", "token"))
                    .minimalHealth());
            assertTrue(
                    EnvironmentSettings.from(Map.of("STT_PUBLIC_HEALTH", "1")).minimalHealth());
            assertFalse(EnvironmentSettings.from(Map.of("STT_HEALTH_DETAIL_MODE", "minimal"))
                    .minimalHealth());
        }

        @Test
        void anAllowlistOfCommasStaysVisible() {
            assertEquals(
                    List.of(",,"),
                    EnvironmentSettings.from(Map.of("STT_HTTP_ALLOWLIST", " ,, "))
                            .httpAllowlist());
        }

        @Test
        void secretsAreNeverPrinted() {
            environment.putAll(Map.of("STT_ADMIN_TOKEN", "hush-1", "STT_OBSERVABILITY_TOKEN", "hush-2"));
            write(
                    "config/server.yaml",
                    "create_session_auth_secret: hush-3\nstore: {password: hush-4, url: 'jdbc:h2:mem:x;PASSWORD=hush-5'}");
            String printed = load(Overrides.none()).config().toString();
            assertFalse(printed.contains("hush"), printed);
        }
    }
}
