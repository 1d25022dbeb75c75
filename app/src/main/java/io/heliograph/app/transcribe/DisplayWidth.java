package io.heliograph.app.transcribe;

/**
 * How many columns text takes on a terminal or in a caption: 2 for East Asian wide letters, 0 for marks that sit on the letter
 * before, else 1. Immutable.
 */
final class DisplayWidth {

    private DisplayWidth() {}

    /** Columns of a text. */
    static int of(String text) {
        return text.codePoints().map(DisplayWidth::of).sum();
    }

    /** Columns of a code point. */
    static int of(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT, Character.CONTROL -> 0;
            default -> isWide(codePoint) ? 2 : 1;
        };
    }

    /** The longest end of the text that fits into so many columns. */
    static String end(String text, int columns) {
        int from = text.length();
        int used = 0;
        while (from > 0) {
            int codePoint = text.codePointBefore(from);
            if (used + of(codePoint) > columns) {
                break;
            }
            used += of(codePoint);
            from -= Character.charCount(codePoint);
        }
        return text.substring(from);
    }

    /** The blocks that Unicode's East Asian Width (UAX 11) gives as W or F, without the exceptions inside a block. */
    private static boolean isWide(int c) {
        return (c >= 0x1100 && c <= 0x115F)
                || (c >= 0x2E80 && c <= 0x303E)
                || (c >= 0x3041 && c <= 0xA4CF)
                || (c >= 0xA960 && c <= 0xA97F)
                || (c >= 0xAC00 && c <= 0xD7A3)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0xFE30 && c <= 0xFE6F)
                || (c >= 0xFF00 && c <= 0xFF60)
                || (c >= 0xFFE0 && c <= 0xFFE6)
                || (c >= 0x1F300 && c <= 0x1F64F)
                || (c >= 0x1F900 && c <= 0x1F9FF)
                || (c >= 0x20000 && c <= 0x3FFFD);
    }
}
