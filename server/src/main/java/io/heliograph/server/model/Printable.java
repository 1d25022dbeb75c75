package io.heliograph.server.model;

/** Foreign text made fit for one line of a message: printable, short. */
final class Printable {
    private static final int MAX_LENGTH = 200;

    private Printable() {}

    /** The text without control characters, cut at 200 characters. */
    static String of(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), MAX_LENGTH));
        for (int i = 0; i < text.length() && line.length() < MAX_LENGTH; i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) ? '?' : c);
        }
        return line.toString().strip();
    }
}
