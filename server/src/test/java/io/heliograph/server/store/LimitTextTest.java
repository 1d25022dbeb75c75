package io.heliograph.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.heliograph.server.limits.LimitKey;
import io.heliograph.server.limits.Limits;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What is stored of a limit is what is read. */
final class LimitTextTest {

    private static void comesBack(LimitKey key, Object value) {
        Object converted = key.spec().convert(value);
        assertEquals(converted, key.spec().convert(LimitText.value(LimitText.of(converted))));
    }

    @Property(tries = 300)
    void aTextComesBackAsItWas(@ForAll String text) {
        comesBack(LimitKey.LANGUAGE, text);
    }

    @Property(tries = 200)
    void aNumberComesBackAsItWas(@ForAll double number) {
        comesBack(LimitKey.CREATE_SESSION_RPS, number);
    }

    @Property(tries = 100)
    void aWideNumberComesBackAsItWas(@ForAll long number) {
        comesBack(LimitKey.MAX_TOTAL_BUFFER_BYTES, number);
    }

    @Test
    void textsThatLookLikeSomethingElseStayTexts() {
        for (String text :
                List.of("no", "on", "1", "1.0", "null", "~", "", "2026-01-01", "{a: b}", "- x", "# x", "0x10")) {
            comesBack(LimitKey.LANGUAGE, text);
        }
    }

    @Test
    void profilesAndListsComeBack() {
        comesBack(LimitKey.WS_ALLOWED_ORIGINS, List.of("https://a.example", "*"));
        comesBack(
                LimitKey.DECODE_PROFILES,
                Map.of("realtime", Map.of("beam_size", 1, "hotwords", "yes", "temperature", List.of(0.0, 0.2))));
    }

    @Test
    void aSnapshotHoldsEveryValueButTheSecretOnes() {
        Limits limits =
                Limits.defaults().with(Map.of("server.max_sessions", 77, "auth.api_keys", List.of("ab".repeat(32))));
        String snapshot = LimitText.snapshot(limits);
        assertFalse(snapshot.contains("abab"), snapshot);
        Limits restored = LimitText.restored(snapshot, Limits.defaults());
        assertEquals(limits.with(Map.of("auth.api_keys", List.of())), restored, "everything but the secret");
    }

    @Test
    void aSnapshotOfAnotherReleaseGivesWhatItCan() {
        Limits restored = LimitText.restored(
                "server.max_sessions: 9\nserver.of_tomorrow: 1\nvad.threshold: 17\n",
                Limits.defaults().with(Map.of("vad.silence", 0.7)));
        assertEquals(9, restored.sessions().maxSessions());
        assertEquals(0.7, restored.value(LimitKey.VAD_SILENCE));
        assertEquals(0.5, restored.value(LimitKey.VAD_THRESHOLD));
        assertEquals(Limits.defaults(), LimitText.restored("no map at all", Limits.defaults()));
    }
}
