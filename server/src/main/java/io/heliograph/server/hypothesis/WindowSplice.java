package io.heliograph.server.hypothesis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts a decode of the end of an utterance behind the beginning that an earlier decode knew. They meet at the longest run of the
 * same words. Immutable.
 */
final class WindowSplice {
    /** A single common word is too often a coincidence. */
    private static final int MIN_RUN_TOKENS = 2;

    private WindowSplice() {}

    /**
     * The tokens of the whole utterance, or nothing if the two have too little in common. The run may begin anywhere in the previous
     * decode, and in the first half of the window; of several longest ones the last in the previous decode is taken, then the first
     * in the window.
     *
     * @param previous the tokens of the previous partial, from the utterance's start
     * @param window the tokens of a decode whose audio begins later
     */
    static Optional<List<Token>> splice(List<Token> previous, List<Token> window) {
        // runs[q]: length of the common run at the current place of previous and at q of window.
        int[] runs = new int[window.size() + 1];
        int longest = MIN_RUN_TOKENS - 1;
        int previousStart = 0;
        int windowStart = 0;
        for (int i = previous.size() - 1; i >= 0; i--) {
            Token token = previous.get(i);
            for (int q = 0; q < window.size(); q++) {
                runs[q] = token.sameWord(window.get(q)) ? runs[q + 1] + 1 : 0;
                if (runs[q] > longest && 2 * q < window.size()) {
                    longest = runs[q];
                    previousStart = i;
                    windowStart = q;
                }
            }
        }
        if (longest < MIN_RUN_TOKENS) {
            return Optional.empty();
        }
        List<Token> spliced = new ArrayList<>(previous.subList(0, previousStart));
        Tokens.append(spliced, window.subList(windowStart, window.size()));
        return Optional.of(spliced);
    }
}
