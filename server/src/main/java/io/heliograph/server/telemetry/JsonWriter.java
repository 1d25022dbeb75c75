package io.heliograph.server.telemetry;

/**
 * Writes one JSON text, element by element; commas and escapes are its business, balance of begin and end the caller's. Confined
 * to one thread.
 */
public final class JsonWriter {
    private final StringBuilder out = new StringBuilder();
    private boolean needsComma;

    /** Starts an object, as the root or as the value of the last key. */
    public JsonWriter beginObject() {
        separate();
        out.append('{');
        needsComma = false;
        return this;
    }

    public JsonWriter endObject() {
        out.append('}');
        needsComma = true;
        return this;
    }

    /** Starts an array, as the root or as the value of the last key. */
    public JsonWriter beginArray() {
        separate();
        out.append('[');
        needsComma = false;
        return this;
    }

    public JsonWriter endArray() {
        out.append(']');
        needsComma = true;
        return this;
    }

    public JsonWriter key(String key) {
        separate();
        quote(key);
        out.append(':');
        needsComma = false;
        return this;
    }

    public JsonWriter value(String value) {
        separate();
        quote(value);
        needsComma = true;
        return this;
    }

    public JsonWriter value(long value) {
        return literal(Long.toString(value));
    }

    /** A decimal with a point; null if the number is not finite, which JSON cannot say. */
    public JsonWriter value(double value) {
        return literal(Double.isFinite(value) ? FloatLiteral.of(value) : "null");
    }

    public JsonWriter value(boolean value) {
        return literal(Boolean.toString(value));
    }

    public JsonWriter nullValue() {
        return literal("null");
    }

    /** The text so far. */
    @Override
    public String toString() {
        return out.toString();
    }

    private JsonWriter literal(String literal) {
        separate();
        out.append(literal);
        needsComma = true;
        return this;
    }

    private void separate() {
        if (needsComma) {
            out.append(',');
        }
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    // A lone surrogate has no UTF-8 form; the escape keeps the text valid.
                    if (c < ' ' || isLoneSurrogate(text, i)) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean isLoneSurrogate(String text, int index) {
        char c = text.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        return Character.isLowSurrogate(c) && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }
}
