package io.heliograph.server.telemetry;

import java.util.List;

/** Label sets as they are printed. */
final class Labels {

    private Labels() {}

    /** {@code name="value"}, the value escaped. */
    static String pair(String name, String value) {
        String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return name + "=\"" + escaped + "\"";
    }

    /** The pairs in braces. */
    static String set(String... pairs) {
        return set(List.of(pairs));
    }

    /** The pairs in braces. */
    static String set(List<String> pairs) {
        return "{" + String.join(",", pairs) + "}";
    }
}
