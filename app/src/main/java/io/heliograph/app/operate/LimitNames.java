package io.heliograph.app.operate;

import io.heliograph.app.desk.ServerAnswerException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Names and values of limits as typed in a shell. Pure. */
final class LimitNames {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private LimitNames() {}

    /**
     * The full name of a key that may lack its section.
     *
     * @param limits the server's keys, each with a {@code key}
     * @throws ServerAnswerException if there is no such key, or several
     */
    static String full(String typed, JsonNode limits) throws ServerAnswerException {
        List<String> found = new ArrayList<>();
        for (JsonNode limit : limits) {
            String key = limit.path("key").asString();
            if (key.equals(typed)) {
                return key;
            }
            if (key.endsWith("." + typed)) {
                found.add(key);
            }
        }
        if (found.size() > 1) {
            throw new ServerAnswerException(typed + " may be " + String.join(" or ", found));
        }
        if (found.isEmpty()) {
            throw new ServerAnswerException(
                    "there is no limit " + typed + " that can be changed live; see: heliograph limits get");
        }
        return found.getFirst();
    }

    /** What was typed as JSON, where it is some, else as a text. */
    static @Nullable Object value(String typed) {
        try {
            JsonNode node = JSON.readTree(typed);
            if (node.isMissingNode()) {
                return typed;
            }
            return node.isNull() ? null : JSON.treeToValue(node, Object.class);
        } catch (JacksonException e) {
            return typed;
        }
    }
}
