package io.heliograph.app.transcribe;

import java.util.regex.Pattern;

/** What of a server's text may reach a terminal or a file of lines. Immutable. */
final class PlainText {
    /** White space of any length and kind, and control characters: among them the ones that steer a terminal. */
    private static final Pattern GAP = Pattern.compile("[\\s\\p{Z}\\p{Cc}]+", Pattern.UNICODE_CHARACTER_CLASS);

    private PlainText() {}

    /** The words with one blank between them. */
    static String of(String text) {
        return GAP.matcher(text).replaceAll(" ").strip();
    }
}
