package io.heliograph.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.limits.LimitKey;
import io.heliograph.server.limits.Limits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which of several values of a key counts. */
class ConfigLayersTest extends ConfigFixture {
    @Test
    void withoutFilesTheDefaultsHoldAndNothingIsSaid() {
        LoadedConfig loaded = load(Overrides.none());
        assertEquals(List.of(), loaded.warnings());
        assertEquals(Limits.defaults(), loaded.config().limits());
    }

    @Test
    void laterWins() {
        write("config/server.yaml", "server: {max_sessions: 10, max_chunk_ms: 10, port: 10, http_rate_limit_rps: 10}");
        write("config/model.yaml", "server: {max_chunk_ms: 20, port: 20, http_rate_limit_rps: 20}");
        environment.put("STT_HTTP_RATE_LIMIT_RPS", "40");
        ServerConfig config = load(Overrides.of(Map.of("server.port", 30, "server.http_rate_limit_rps", 30)))
                .config();
        assertEquals(10, config.limits().sessions().maxSessions());
        assertEquals(20, config.limits().audio().maxChunkMs());
        assertEquals(30, config.grpc().port());
        assertEquals(40.0, config.limits().http().rateLimitRps());
    }

    @Test
    void namedFilesReplaceTheDefaultOnes() {
        write("config/server.yaml", "max_sessions: 10");
        write("other.yaml", "max_chunk_ms: 20");
        LoadedConfig loaded = load(new Overrides(Path.of("other.yaml"), null, null, null, Map.of()));
        assertEquals(4, loaded.config().limits().sessions().maxSessions());
        assertEquals(20, loaded.config().limits().audio().maxChunkMs());
    }

    @Test
    void aMissingNamedFileIsAWarning() {
        LoadedConfig loaded = load(new Overrides(Path.of("no.yaml"), Path.of("no2.yaml"), null, null, Map.of()));
        assertEquals(2, loaded.warnings().size());
        assertTrue(
                loaded.warnings().getFirst().startsWith("no.yaml: "),
                loaded.warnings().toString());
    }

    @Test
    void aFolderIsNoFile() {
        ConfigException e =
                assertThrows(ConfigException.class, () -> load(new Overrides(directory, null, null, null, Map.of())));
        assertTrue(String.valueOf(e.getMessage()).contains("cannot be read"), e.getMessage());
    }

    @Test
    void nullKeepsWhatIsSet() {
        write("config/server.yaml", "server: {max_sessions: 10, max_buffer_bytes: 1000}\nvad:\n");
        write("config/model.yaml", "server: {max_sessions: null, max_buffer_bytes: ~}");
        Limits limits = load(Overrides.none()).config().limits();
        assertEquals(10, limits.sessions().maxSessions());
        assertEquals(1000L, limits.audio().maxBufferBytes());
    }

    @Test
    void flatKeysOverrideTheSectionsOfTheirFileButNotOfALaterOne() {
        write(
                "config/server.yaml",
                "max_sessions: 11\nvad_silence: 0.3\nserver: {max_sessions: 10}\nvad: {silence: 0.2}");
        write("config/model.yaml", "vad: {silence: 0.4}");
        Limits limits = load(Overrides.none()).config().limits();
        assertEquals(11, limits.sessions().maxSessions());
        assertEquals(0.4, limits.speech().silenceSec());
    }

    @Test
    void profileMapsMayStandUnderModelAndReplaceTheWholeMap() {
        assertEquals(
                Map.of("a", Map.of("beam_size", 2)),
                limitsOf("model: {decode_profiles: {a: {beam_size: 2}}}")
                        .recognition()
                        .decodeProfiles());
        assertEquals(
                Map.of("b", Map.of("beam_size", 3)),
                limitsOf("decode_profiles: {b: {beam_size: 3}}\nmodel: {decode_profiles: {a: {beam_size: 2}}}")
                        .recognition()
                        .decodeProfiles());
    }

    @Test
    void everyLiveKeyCanBeWrittenInItsSection() {
        for (LimitKey key : LimitKey.values()) {
            Object value = switch (key.spec().kind()) {
                case INTEGER -> 77;
                case LONG -> 77L;
                case NUMBER -> key.fullName().endsWith("_target") ? 0.75 : 1.0;
                case BOOLEAN -> !Boolean.TRUE.equals(key.spec().codeDefault());
                case TEXT -> "translate";
                case LEVEL -> "DEBUG";
                case LIST -> List.of("no");
                case DIGESTS -> List.of("e".repeat(64));
                case PROFILES -> Map.of("p", Map.of("beam_size", 4));
            };
            String name = key.fullName();
            String text = name.contains(".") ? name.replace(".", ":\n  ") + ": " + value : name + ": " + value;
            text = text.replace("=", ": ");
            assertEquals(value, limitsOf(text).value(key), name);
        }
    }
}
