package io.heliograph.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.limits.LimitsInvalidException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Decode profiles as a person writes them. */
final class ProfilesTextTest {
    private static final String KEY = "decode_profiles";

    private static String refusal(String text) {
        return assertThrows(LimitsInvalidException.class, () -> ProfilesText.read(Map.of(KEY, text)))
                .problems()
                .getOrDefault(KEY, "");
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        Map<String, Map<String, Object>> profiles = Map.of(
                "realtime", Map.of("beam_size", 1, "patience", 1.0, "without_timestamps", true, "prefix", "a: b"));
        assertEquals(Map.of(KEY, profiles), ProfilesText.read(Map.of(KEY, ProfilesText.of(profiles))));
    }

    @Test
    void onlyMapsAreReadAsYaml() {
        assertEquals(Map.of("model.language", "{a: b}"), ProfilesText.read(Map.of("model.language", "{a: b}")));
        assertEquals(Map.of(KEY, Map.of("a", Map.of())), ProfilesText.read(Map.of(KEY, Map.of("a", Map.of()))));
    }

    @Test
    void whatIsNoYamlIsToldWithItsLine() {
        assertTrue(
                refusal("realtime:\n  beam_size: [1").startsWith("decode_profiles is no YAML in line 2"),
                refusal("realtime:\n  beam_size: [1"));
        assertTrue(refusal("a: {}\na: {}").contains("duplicate"), refusal("a: {}\na: {}"));
        assertTrue(
                refusal("!!java.net.URL [x]").startsWith("decode_profiles is no YAML"), refusal("!!java.net.URL [x]"));
        assertTrue(refusal("x".repeat(20_001)).contains("at most 20000"), refusal("x".repeat(20_001)));
    }
}
