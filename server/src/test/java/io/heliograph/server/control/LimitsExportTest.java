package io.heliograph.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.heliograph.server.config.ConfigLoader;
import io.heliograph.server.config.LoadedConfig;
import io.heliograph.server.config.Overrides;
import io.heliograph.server.limits.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is exported can be started with. */
final class LimitsExportTest {
    private static final String DIGEST = "ab".repeat(32);

    @TempDir
    Path folder;

    private LoadedConfig loaded(String yaml) throws IOException {
        Path file = folder.resolve("exported.yaml");
        Files.writeString(file, yaml);
        return new ConfigLoader(folder, Map.of()).load(new Overrides(file, null, null, null, Map.of()));
    }

    @Test
    void aServerStartedWithTheExportHasTheSameLimits() throws IOException {
        Limits limits = Limits.defaults()
                .with(Map.of(
                        "server.max_sessions",
                        37,
                        "server.create_session_rps",
                        1e-7,
                        "server.max_audio_bytes_per_sec_batch",
                        1_234_567_890_123L,
                        "server.ws_allowed_origins",
                        List.of("https://a.example", "on", "1e3", "null", "- x: 'y'"),
                        "model.language",
                        "no",
                        "decode_profiles",
                        Map.of("yes", Map.of("beam_size", 5, "without_timestamps", true))));
        LoadedConfig loaded = loaded(LimitsExport.yaml(limits.withVersion(4)));
        assertEquals(List.of(), loaded.config().limits().changesSince(limits));
        assertFalse(
                loaded.warnings().stream().anyMatch(warning -> warning.contains("unknown key")),
                loaded.warnings().toString());
    }

    @Test
    void secretsAreLeftOut() {
        Limits limits = Limits.defaults().with(Map.of("auth.api_keys", List.of(DIGEST)));
        assertFalse(LimitsExport.yaml(limits).contains(DIGEST));
    }
}
