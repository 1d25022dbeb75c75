package io.heliograph.server.hypothesis;

import java.util.Locale;

/**
 * A word, or one code point of an unspaced script with the marks that hang on it. Immutable.
 *
 * @param text at least one code point, no white space
 * @param key the text case-folded and without outer punctuation; what alignment compares
 * @param blankBefore whether white space stood before it; never for the first token of a text
 */
record Token(String text, String key, boolean blankBefore) {
    /** Behind these a word cannot grow any more, so it counts as whole although nothing follows it yet. */
    private static final String WORD_ENDS = ".,?!…";

    static Token of(String text, boolean blankBefore) {
        return new Token(text, fold(text), blankBefore);
    }

    Token withBlankBefore(boolean blank) {
        return blank == blankBefore ? this : new Token(text, key, blank);
    }

    /** Whether the same text was recognised, letter by letter. */
    boolean sameText(Token other) {
        return text.equals(other.text);
    }

    /** Whether the same word was recognised, whatever its case and punctuation. */
    boolean sameWord(Token other) {
        return key.equals(other.key);
    }

    /** Whether more audio at its end cannot lengthen it. */
    boolean isWhole() {
        return CodePoints.isUnspaced(text.codePointAt(0)) || WORD_ENDS.indexOf(text.charAt(text.length() - 1)) >= 0;
    }

    /** Upper case first, so that letters with two lower-case forms (ß and ss, σ and ς) meet. */
    private static String fold(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && CodePoints.isPunctuation(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        while (start < end && CodePoints.isPunctuation(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(start, end).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
