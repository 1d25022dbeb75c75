package io.heliograph.server.hypothesis;

import java.lang.Character.UnicodeBlock;
import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/** What single code points mean for words: white space, scripts written without it, signs that hang on their neighbour. Immutable. */
final class CodePoints {
    private static final Set<UnicodeScript> UNSPACED_SCRIPTS = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR,
            UnicodeScript.TIBETAN);

    /**
     * Blocks whose signs of no script of their own go with unspaced text: punctuation, and the prolonged sound mark of the kana.
     * Full-width letters have a script and full-width digits are digits, so they form words.
     */
    private static final Set<UnicodeBlock> UNSPACED_BLOCKS = Set.of(
            UnicodeBlock.CJK_SYMBOLS_AND_PUNCTUATION,
            UnicodeBlock.HIRAGANA,
            UnicodeBlock.KATAKANA,
            UnicodeBlock.VERTICAL_FORMS,
            UnicodeBlock.CJK_COMPATIBILITY_FORMS,
            UnicodeBlock.SMALL_FORM_VARIANTS,
            UnicodeBlock.HALFWIDTH_AND_FULLWIDTH_FORMS);

    /** The first code point of the Thai block; no unspaced script begins below it. */
    private static final int FIRST_UNSPACED = 0x0E00;

    private static final int NEXT_LINE = 0x85;

    private CodePoints() {}

    /**
     * White space in the widest sense: Java's, and Unicode's White_Space, which adds the no-break spaces. A client that trims in
     * either sense finds nothing to trim.
     */
    static boolean isWhiteSpace(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint) || codePoint == NEXT_LINE;
    }

    /** Whether the code point belongs to a script written without blanks between words, or to its punctuation. */
    static boolean isUnspaced(int codePoint) {
        if (codePoint < FIRST_UNSPACED || isWhiteSpace(codePoint)) {
            return false;
        }
        UnicodeScript script = UnicodeScript.of(codePoint);
        if (script != UnicodeScript.COMMON) {
            return UNSPACED_SCRIPTS.contains(script);
        }
        UnicodeBlock block = UnicodeBlock.of(codePoint);
        return block != null && UNSPACED_BLOCKS.contains(block) && !Character.isDigit(codePoint);
    }

    /**
     * Whether the code point is a combining mark, a variation selector or an invisible sign, which must not be torn from what it
     * follows. Marks that are themselves of an unspaced script are tokens like its letters.
     */
    static boolean isAttached(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.FORMAT -> !isUnspaced(codePoint);
            default -> false;
        };
    }

    /** Whether the code point is punctuation of any kind, symbols excepted. */
    static boolean isPunctuation(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }
}
