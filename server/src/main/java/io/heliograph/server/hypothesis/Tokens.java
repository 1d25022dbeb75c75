package io.heliograph.server.hypothesis;

import java.util.ArrayList;
import java.util.List;

/**
 * Text to tokens and back, and the seams between texts. Inside a text, white space is kept as one blank; where two texts meet, a
 * blank stands between them unless both sides are of an unspaced script. Immutable.
 */
final class Tokens {

    private Tokens() {}

    /** The tokens of a text; empty if it is blank. */
    static List<Token> split(String text) {
        List<Token> tokens = new ArrayList<>();
        int start = -1;
        boolean unspaced = false;
        boolean blankBefore = false;
        int codePoint;
        for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
            codePoint = text.codePointAt(i);
            boolean white = CodePoints.isWhiteSpace(codePoint);
            boolean startsUnspaced = CodePoints.isUnspaced(codePoint);
            boolean ends = white || startsUnspaced || (unspaced && !CodePoints.isAttached(codePoint));
            if (start >= 0 && ends) {
                tokens.add(Token.of(text.substring(start, i), blankBefore));
                start = -1;
                blankBefore = false;
            }
            if (white) {
                blankBefore = !tokens.isEmpty();
            } else if (start < 0) {
                start = i;
                unspaced = startsUnspaced;
            }
        }
        if (start >= 0) {
            tokens.add(Token.of(text.substring(start), blankBefore));
        }
        return tokens;
    }

    /** The tokens of a decode: its segments trimmed, blank ones left out, joined. */
    static List<Token> ofSegments(List<String> segmentTexts) {
        List<Token> tokens = new ArrayList<>();
        for (String segment : segmentTexts) {
            append(tokens, split(segment));
        }
        return tokens;
    }

    /** Appends tokens of another text behind a seam. */
    static void append(List<Token> tokens, List<Token> more) {
        for (int i = 0; i < more.size(); i++) {
            Token token = more.get(i);
            boolean seam = i == 0 && !tokens.isEmpty();
            tokens.add(
                    seam ? token.withBlankBefore(isBlankBetween(tokens.getLast().text(), token.text())) : token);
        }
    }

    /** The text of the tokens; never begins or ends with a blank. */
    static String text(List<Token> tokens) {
        StringBuilder text = new StringBuilder();
        for (Token token : tokens) {
            if (token.blankBefore() && !text.isEmpty()) {
                text.append(' ');
            }
            text.append(token.text());
        }
        return text.toString();
    }

    /** Both texts with the seam between them; the other if one is empty. */
    static String join(String left, String right) {
        if (left.isEmpty()) {
            return right;
        }
        if (right.isEmpty()) {
            return left;
        }
        return isBlankBetween(left, right) ? left + ' ' + right : left + right;
    }

    /** Whether the seam between two texts is a blank; neither is empty. */
    static boolean isBlankBetween(String left, String right) {
        return !(endsUnspaced(left) && CodePoints.isUnspaced(right.codePointAt(0)));
    }

    private static boolean endsUnspaced(String text) {
        int end = text.length();
        while (end > 0) {
            int codePoint = text.codePointBefore(end);
            if (CodePoints.isUnspaced(codePoint)) {
                return true;
            }
            if (!CodePoints.isAttached(codePoint)) {
                return false;
            }
            end -= Character.charCount(codePoint);
        }
        return false;
    }
}
