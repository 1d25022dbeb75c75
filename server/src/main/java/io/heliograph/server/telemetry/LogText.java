package io.heliograph.server.telemetry;

import java.util.Map;
import java.util.TreeMap;

/** The pieces of a log line. */
final class LogText {
    /** Longest id printed, characters (contract §16.3). */
    private static final int MAX_ID_LENGTH = 200;
    /** Longest attribute map printed, characters; a request may carry 256 KiB of them. */
    private static final int MAX_ATTRIBUTES_LENGTH = 2_000;
    /** Up to here a double times 10⁴ is exact enough in a long. */
    private static final double MAX_FIXED = 1e12;

    private LogText() {}

    /** A client's id: control characters as {@code ?}, at most 200 characters. */
    static String id(String id) {
        return withoutControls(cut(id, MAX_ID_LENGTH));
    }

    /** Control characters and line separators as {@code ?}, so that one record stays one line. */
    static String withoutControls(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isControl(text.charAt(i))) {
                return replaceControls(text);
            }
        }
        return text;
    }

    /** The attributes as a JSON object, keys sorted, so that no value can pass for a field of the line. */
    static String attributes(Map<String, String> attributes) {
        JsonWriter json = new JsonWriter().beginObject();
        new TreeMap<>(attributes)
                .forEach((key, value) -> json.key(withoutControls(key)).value(withoutControls(value)));
        return cut(json.endObject().toString(), MAX_ATTRIBUTES_LENGTH);
    }

    /** {@code True} or {@code False}. */
    static String bool(boolean value) {
        return value ? "True" : "False";
    }

    /**
     * A number with a fixed count of decimals, without the cost of a format string.
     *
     * @param decimals 1 to 4
     */
    static String fixed(double value, int decimals) {
        if (!(Math.abs(value) < MAX_FIXED)) {
            return FloatLiteral.of(value);
        }
        long scale = 1;
        for (int i = 0; i < decimals; i++) {
            scale *= 10;
        }
        long scaled = Math.round(Math.abs(value) * scale);
        String fraction = Long.toString(scale + scaled % scale).substring(1);
        return (value < 0 && scaled > 0 ? "-" : "") + scaled / scale + "." + fraction;
    }

    private static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }

    private static String replaceControls(String text) {
        char[] chars = text.toCharArray();
        for (int i = 0; i < chars.length; i++) {
            if (isControl(chars[i])) {
                chars[i] = '?';
            }
        }
        return new String(chars);
    }

    private static boolean isControl(char c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }
}
