package io.heliograph.app.operate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.app.desk.ServerAnswerException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class LimitNamesTest {
    private static final JsonNode LIMITS = JsonMapper.shared()
            .readTree("[{\"key\":\"server.max_sessions\"},{\"key\":\"vad.silence\"},{\"key\":\"safety.silence\"}]");

    @Test
    void aSectionMayBeLeftOutWhereThatIsClear() throws ServerAnswerException {
        assertEquals("server.max_sessions", LimitNames.full("max_sessions", LIMITS));
        assertEquals("vad.silence", LimitNames.full("vad.silence", LIMITS));
        ServerAnswerException two = assertThrows(ServerAnswerException.class, () -> LimitNames.full("silence", LIMITS));
        assertEquals("silence may be vad.silence or safety.silence", two.getMessage());
        ServerAnswerException none =
                assertThrows(ServerAnswerException.class, () -> LimitNames.full("max_session", LIMITS));
        assertTrue(String.valueOf(none.getMessage()).contains("no limit max_session"), none.getMessage());
    }

    @Test
    void valuesAreJsonWhereTheyCanBeAndTextsOtherwise() {
        assertEquals(
                Arrays.asList(12, 0.5, true, null, List.of("a"), Map.of("k", 1), "", "1.2.3", "ten", "[a"),
                Arrays.asList(
                        LimitNames.value("12"),
                        LimitNames.value("0.5"),
                        LimitNames.value("true"),
                        LimitNames.value("null"),
                        LimitNames.value("[\"a\"]"),
                        LimitNames.value("{\"k\":1}"),
                        LimitNames.value(""),
                        LimitNames.value("1.2.3"),
                        LimitNames.value("ten"),
                        LimitNames.value("[a")));
    }
}
