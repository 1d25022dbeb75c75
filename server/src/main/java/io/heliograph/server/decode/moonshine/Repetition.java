package io.heliograph.server.decode.moonshine;

/**
 * Finds a search that ran in circles: the same phrase at the end over and over. People do say "no, no, no", so short phrases need
 * more rounds. Pure.
 */
final class Repetition {
    private static final int MAX_PHRASE_TOKENS = 12;

    private Repetition() {}

    /** How many leading tokens to keep: all of them, or one round of the phrase that repeats to the end. */
    static int keep(int[] tokens) {
        for (int phrase = 1; phrase <= MAX_PHRASE_TOKENS; phrase++) {
            int rounds = roundsAtEnd(tokens, phrase);
            if (rounds >= minRounds(phrase)) {
                return tokens.length - (rounds - 1) * phrase;
            }
        }
        return tokens.length;
    }

    /** One token eight times, two tokens six times, longer phrases four times. */
    private static int minRounds(int phrase) {
        return phrase == 1 ? 8 : phrase == 2 ? 6 : 4;
    }

    private static int roundsAtEnd(int[] tokens, int phrase) {
        int matching = 0;
        for (int i = tokens.length - 1; i - phrase >= 0 && tokens[i] == tokens[i - phrase]; i--) {
            matching++;
        }
        return matching / phrase + (tokens.length >= phrase ? 1 : 0);
    }
}
