package io.heliograph.server.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private final Limits defaults = Limits.defaults();

    private Limits with(String key, @Nullable Object value) {
        Map<String, @Nullable Object> change = new HashMap<>();
        change.put(key, value);
        return defaults.with(change);
    }

    @Nested
    class Changing {
        @Test
        void keepsVersionAndOriginal() {
            Limits changed = defaults.withVersion(5).with(Map.of("server.max_sessions", 9));
            assertEquals(5, changed.version());
            assertEquals(9, changed.sessions().maxSessions());
            assertEquals(4, defaults.sessions().maxSessions());
        }

        @Test
        void namesEveryBadKeyAndTakesNothing() {
            Map<String, Object> changes = Map.of(
                    "server.max_sessions",
                    3.5,
                    "vad.threshold",
                    1.5,
                    "server.port",
                    50051,
                    "server.first_partial_sec",
                    1);
            LimitsInvalidException e = assertThrows(LimitsInvalidException.class, () -> defaults.with(changes));
            assertEquals(
                    Set.of("server.max_sessions", "vad.threshold", "server.port"),
                    e.problems().keySet());
            String message = String.valueOf(e.getMessage());
            for (String part : List.of("server.max_sessions must be a whole number", "3.5", "from 0 to 1", "1.5")) {
                assertTrue(message.contains(part), message);
            }
            assertFalse(message.contains("\n"), message);
        }

        @Test
        void unsetsOnlyKeysThatMayBeUnset() {
            Limits limited = with("server.max_buffer_bytes", 1000);
            assertEquals(1000L, limited.audio().maxBufferBytes());
            Map<String, @Nullable Object> unset = new HashMap<>();
            unset.put("server.max_buffer_bytes", null);
            assertNull(limited.with(unset).audio().maxBufferBytes());
            assertThrows(LimitsInvalidException.class, () -> with("server.max_sessions", null));
        }

        @Test
        void copiesListsAndProfilesSoThatNobodyCanChangeThem() {
            List<String> proxies = new ArrayList<>(List.of("a"));
            Map<String, Object> options = new HashMap<>(Map.of("beam_size", 3));
            Limits changed = defaults.with(
                    Map.of("server.http_trusted_proxies", proxies, "decode_profiles", Map.of("fast", options)));
            proxies.add("b");
            options.put("beam_size", 4);
            assertEquals(List.of("a"), changed.http().trustedProxies());
            Map<String, Object> fast =
                    changed.recognition().profile("fast").orElseThrow().options();
            assertEquals(Map.of("beam_size", 3), fast);
            assertThrows(UnsupportedOperationException.class, () -> fast.put("beam_size", 5));
        }

        @Test
        void refusesANegativeVersion() {
            assertThrows(IllegalArgumentException.class, () -> defaults.withVersion(-1));
        }

        @Test
        void tellsWhatChangedWithSecretsMasked() {
            String digest = "b".repeat(64);
            Limits changed = defaults.with(Map.of("auth.api_keys", List.of(digest), "server.max_sessions", 9));
            List<ValueChange> changes = changed.changesSince(defaults);
            assertEquals(
                    List.of(
                            new ValueChange(LimitKey.MAX_SESSIONS, "4", "9"),
                            new ValueChange(LimitKey.API_KEYS, "[]", "***")),
                    changes);
            assertFalse(changed.toString().contains(digest), "digests must not be printed");
            assertEquals(List.of(), changed.changesSince(changed));
        }
    }

    @Nested
    class RecordsOnTheirOwn {
        @Test
        void refuseImpossibleValuesWithKeyValueAndRange() {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> new SpeechRules(0.5, Double.NaN, 0.3, 0.2, 0.0));
            assertEquals("vad.threshold must be a number from 0 to 1, but is NaN", e.getMessage());
            e = assertThrows(IllegalArgumentException.class, () -> new SpeechRules(0, 0.5, 0.3, 0.2, 0.0));
            assertEquals("vad.silence must be a number above 0, but is 0.0", e.getMessage());
        }

        @Test
        void refuseTextsInAnotherSpelling() {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new RecognitionDefaults("", false, "TRANSLATE", "x", Map.of()));
            assertThrows(IllegalArgumentException.class, () -> new LoggingRules("warning", null, false, 7, false));
        }
    }

    @Nested
    class Profiles {
        @Test
        void realtimeExistsWhateverIsConfigured() {
            RecognitionDefaults none = defaults.with(Map.of(
                            "decode_profiles",
                            Map.of("a", Map.of("beam_size", 2)),
                            "model.default_decode_profile",
                            "b"))
                    .recognition();
            assertEquals(DecodeProfile.realtime(), none.profile("realtime").orElseThrow());
            assertEquals(DecodeProfile.realtime(), none.fallbackProfile());
            assertEquals(
                    new DecodeProfile("a", Map.of("beam_size", 2)),
                    none.profile("a").orElseThrow());
            assertTrue(none.profile("b").isEmpty());
        }

        @Test
        void unknownOptionsAreNamedInOrder() {
            DecodeProfile profile = new DecodeProfile("x", Map.of("zeta", 1, "beam_size", 2, "alpha", 3));
            assertEquals(List.of("alpha", "zeta"), profile.unknownOptions());
            assertEquals(List.of(), DecodeProfile.realtime().unknownOptions());
            assertEquals(29, DecodeProfile.OPTIONS.size());
        }
    }

    @Nested
    class Warnings {
        @Test
        void defaultsHaveNone() {
            assertEquals(List.of(), defaults.warnings());
        }

        @Test
        void aBurstBelowOneChunkIsNamedForEachModeItHits() {
            List<String> warnings =
                    with("server.max_audio_bytes_per_sec_burst", 63999).warnings();
            assertEquals(2, warnings.size(), warnings.toString());
            assertTrue(warnings.get(0).contains("63999 bytes for realtime"), warnings.toString());
            assertTrue(warnings.get(0).contains("64000"), warnings.toString());
            assertEquals(
                    List.of(),
                    defaults.with(Map.of(
                                    "server.max_audio_bytes_per_sec_burst", 1, "server.max_audio_bytes_per_sec", 0))
                            .warnings());
        }

        @Test
        void profilesThatCannotServeAreNamed() {
            List<String> warnings = defaults.with(Map.of(
                            "decode_profiles", Map.of("a", Map.of("beams", 2)), "model.default_decode_profile", "b"))
                    .warnings();
            assertEquals(2, warnings.size(), warnings.toString());
            assertTrue(warnings.get(1).contains("decode_profiles.a has unknown options beams"), warnings.toString());
        }
    }
}
