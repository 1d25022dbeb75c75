package io.heliograph.app.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Word errors of a hypothesis against a reference: substitutions, insertions and deletions of the cheapest alignment. Case and
 * punctuation do not count, hyphens separate words, and digits are spelled out one by one, because a recogniser may write numbers
 * either way. Immutable.
 *
 * @param errors substituted, inserted and deleted words
 * @param words words of the reference
 */
public record WordErrors(int errors, int words) {
    private static final String[] DIGITS = {
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"
    };

    /** No words yet. */
    public static WordErrors none() {
        return new WordErrors(0, 0);
    }

    /** Counts the errors of one utterance. */
    public static WordErrors of(String reference, String hypothesis) {
        List<String> expected = words(reference);
        int[] distances = distances(words(hypothesis), expected);
        return new WordErrors(distances[expected.size()], expected.size());
    }

    /** Counts the errors of what was said so far, against the beginning of the utterance that it fits best; its words are those told. */
    public static WordErrors ofBeginning(String reference, String hypothesis) {
        List<String> told = words(hypothesis);
        int[] distances = distances(told, words(reference));
        return new WordErrors(Arrays.stream(distances).min().orElse(0), told.size());
    }

    /** For each beginning of the other words, from none to all, the cheapest alignment of these with it. */
    private static int[] distances(List<String> words, List<String> others) {
        int[] row = new int[others.size() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= words.size(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= others.size(); j++) {
                int substitution = diagonal + (words.get(i - 1).equals(others.get(j - 1)) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row;
    }

    /** Both together. */
    public WordErrors plus(WordErrors other) {
        return new WordErrors(errors + other.errors, words + other.words);
    }

    /** Errors per hundred words of the reference. */
    public double percent() {
        return words == 0 ? 0 : 100.0 * errors / words;
    }

    /** The words that count, in order. */
    static List<String> words(String text) {
        StringBuilder spelled = new StringBuilder();
        for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
            if (c >= '0' && c <= '9') {
                spelled.append(' ').append(DIGITS[c - '0']).append(' ');
            } else if (Character.isLetter(c) || c == '\'') {
                spelled.append(c == '\'' ? "" : String.valueOf(c));
            } else {
                spelled.append(' ');
            }
        }
        return Arrays.stream(spelled.toString().strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
