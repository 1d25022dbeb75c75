package io.heliograph.app.transcribe;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** A JSON object on one line, written field by field. Confined to one thread. */
final class JsonLine {
    private static final int FIRST_PRINTABLE = 0x20;

    private final StringBuilder text = new StringBuilder("{");

    JsonLine field(String name, String value) {
        key(name);
        quote(value);
        return this;
    }

    JsonLine field(String name, boolean value) {
        key(name).append(value);
        return this;
    }

    JsonLine field(String name, long value) {
        key(name).append(value);
        return this;
    }

    /** A number with three decimals; null if it is none. */
    JsonLine field(String name, double value) {
        key(name).append(Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "null");
        return this;
    }

    JsonLine field(String name, OptionalDouble value) {
        return field(name, value.orElse(Double.NaN));
    }

    /** An object of strings, by name. */
    JsonLine field(String name, Map<String, String> values) {
        JsonLine inner = new JsonLine();
        new TreeMap<>(values).forEach(inner::field);
        key(name).append(inner);
        return this;
    }

    /** The whole object. */
    @Override
    public String toString() {
        return text + "}";
    }

    private StringBuilder key(String name) {
        if (text.length() > 1) {
            text.append(',');
        }
        quote(name);
        return text.append(':');
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    // DEL to U+009F may steer a terminal; U+2028 and U+2029 end a line for some readers of lines.
                    boolean isPlain = c >= FIRST_PRINTABLE && (c < 0x7F || c > 0x9F) && c != 0x2028 && c != 0x2029;
                    text.append(isPlain ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04x", (int) c));
                }
            }
        }
        text.append('"');
    }
}
