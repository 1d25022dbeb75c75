package io.heliograph.server.control;

/** What somebody has sent, in a message for people. Stateless. */
final class Quoted {
    private static final int MAX_LENGTH = 60;

    private Quoted() {}

    /** In quotation marks, shortened, without anything that is no letter, digit or usual sign. */
    static String of(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints()
                .limit(MAX_LENGTH)
                .map(point -> Character.isISOControl(point) || point == '"' ? '?' : point)
                .forEach(quoted::appendCodePoint);
        return quoted.append(text.codePointCount(0, text.length()) > MAX_LENGTH ? "…\"" : "\"")
                .toString();
    }
}
