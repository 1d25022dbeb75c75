package io.heliograph.server.hypothesis;

import java.util.Arrays;
import java.util.List;

/**
 * Where the committed tokens of an utterance end in a new decode of it: the prefix of the decode with the least token edit
 * distance to them; of several the one nearest in length, then the shorter one. Immutable.
 *
 * <p>A decode seldom revises more than a few words, so the distance is sought in a band around the diagonal that doubles until it
 * is wide enough: the cost is the number of committed tokens times the number of revised ones, not times itself.
 */
final class Alignment {

    private Alignment() {}

    /**
     * The length of the prefix.
     *
     * @param committed the tokens already committed
     * @param decoded the tokens of the new decode
     * @return 0…{@code decoded.size()}; {@code committed.size()} if {@code decoded} starts with the same words
     */
    static int align(List<Token> committed, List<Token> decoded) {
        int same = commonWords(committed, decoded);
        // Equal beginnings never take part in a cheapest edit, and shorter prefixes only cost more.
        String[] from = keys(committed.subList(same, committed.size()));
        String[] to = keys(decoded.subList(same, decoded.size()));
        if (from.length == 0) {
            return same;
        }
        int band = 1;
        int end = nearestWithin(band, from, to);
        while (end < 0) {
            band = Math.min(2 * band, from.length);
            end = nearestWithin(band, from, to);
        }
        return same + end;
    }

    private static int commonWords(List<Token> left, List<Token> right) {
        int limit = Math.min(left.size(), right.size());
        int count = 0;
        while (count < limit && left.get(count).sameWord(right.get(count))) {
            count++;
        }
        return count;
    }

    private static String[] keys(List<Token> tokens) {
        return tokens.stream().map(Token::key).toArray(String[]::new);
    }

    /**
     * The best prefix length of {@code to} if its distance is at most {@code band}, else −1. A path of that cost leaves the diagonal
     * by at most {@code band}, so cells further out are not looked at; the column of cell (i, j) is j − i + band. A band as wide as
     * {@code from} is long always finds one: the empty prefix.
     */
    private static int nearestWithin(int band, String[] from, String[] to) {
        int far = from.length + to.length + 1;
        int[] above = new int[2 * band + 2];
        int[] row = new int[2 * band + 2];
        Arrays.fill(row, far);
        for (int i = 0; i <= from.length; i++) {
            int[] swap = above;
            above = row;
            row = swap;
            Arrays.fill(row, far);
            for (int j = Math.max(0, i - band); j <= Math.min(to.length, i + band); j++) {
                int column = j - i + band;
                if (i == 0 || j == 0) {
                    row[column] = i + j;
                    continue;
                }
                int replaced = above[column] + (from[i - 1].equals(to[j - 1]) ? 0 : 1);
                int dropped = above[column + 1] + 1;
                int added = column == 0 ? far : row[column - 1] + 1;
                row[column] = Math.min(replaced, Math.min(dropped, added));
            }
        }
        return best(row, band, from.length);
    }

    /** Walks outwards from equal length, the shorter prefix first, so that the first of the cheapest wins. */
    private static int best(int[] row, int band, int length) {
        int best = -1;
        int bestDistance = band + 1;
        for (int off = 0; off <= band; off++) {
            if (row[band - off] < bestDistance) {
                bestDistance = row[band - off];
                best = length - off;
            }
            if (row[band + off] < bestDistance) {
                bestDistance = row[band + off];
                best = length + off;
            }
        }
        return best;
    }
}
