package io.heliograph.server.hypothesis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The table of the contract word for word, with all of its state and none of its shortcuts: what {@link Transcript} must equal. */
final class NaiveTranscript {
    private String settledText = "";
    private List<Token> shown = List.of();
    private List<Token> previous = List.of();

    Optional<CommittedPair> partial(List<String> segmentTexts, boolean windowed) {
        List<Token> decoded = decodeTokens(segmentTexts);
        if (decoded.isEmpty()) {
            return Optional.empty();
        }
        List<Token> m = decoded;
        boolean guessed = false;
        if (windowed) {
            Optional<List<Token>> spliced = splice(previous, decoded);
            guessed = spliced.isEmpty();
            m = spliced.orElse(concat(shown, decoded));
        }
        int k = 0;
        while (k < previous.size()
                && k < m.size()
                && previous.get(k).text().equals(m.get(k).text())) {
            k++;
        }
        if (k > 0 && (k == previous.size() || k == m.size())) {
            String last = m.get(k - 1).text();
            boolean unspaced = CodePoints.isUnspaced(last.codePointAt(0));
            boolean ended = List.of(".", ",", "?", "!", "…").stream().anyMatch(last::endsWith);
            if (!unspaced && !ended) {
                k--;
            }
        }
        int j = align(shown, m);
        if (k > j && !guessed) {
            shown = concat(shown, m.subList(j, k));
        }
        previous = m;
        String unstable = Tokens.text(m.subList(guessed ? j : Math.max(j, k), m.size()));
        return Optional.of(new CommittedPair(Tokens.join(settledText, Tokens.text(shown)), unstable));
    }

    Optional<CommittedPair> settled(List<String> segmentTexts) {
        List<Token> decoded = decodeTokens(segmentTexts);
        if (decoded.isEmpty()) {
            settledText = Tokens.join(settledText, Tokens.text(shown));
        } else {
            List<Token> u = concat(shown, decoded.subList(align(shown, decoded), decoded.size()));
            settledText = Tokens.join(settledText, Tokens.text(u));
        }
        shown = List.of();
        previous = List.of();
        return decoded.isEmpty() ? Optional.empty() : Optional.of(new CommittedPair(settledText, ""));
    }

    static int align(List<Token> s, List<Token> x) {
        return IntStream.rangeClosed(0, x.size())
                .boxed()
                .min((a, b) -> {
                    int byDistance = Integer.compare(distance(s, x.subList(0, a)), distance(s, x.subList(0, b)));
                    int byNearness = Integer.compare(Math.abs(a - s.size()), Math.abs(b - s.size()));
                    return byDistance != 0 ? byDistance : byNearness != 0 ? byNearness : Integer.compare(a, b);
                })
                .orElseThrow();
    }

    private static int distance(List<Token> s, List<Token> x) {
        int[][] table = new int[s.size() + 1][x.size() + 1];
        for (int i = 0; i <= s.size(); i++) {
            for (int j = 0; j <= x.size(); j++) {
                if (i == 0 || j == 0) {
                    table[i][j] = i + j;
                } else {
                    int same = s.get(i - 1).key().equals(x.get(j - 1).key()) ? 0 : 1;
                    table[i][j] = Math.min(table[i - 1][j - 1] + same, Math.min(table[i - 1][j], table[i][j - 1]) + 1);
                }
            }
        }
        return table[s.size()][x.size()];
    }

    private static Optional<List<Token>> splice(List<Token> p, List<Token> h) {
        for (int length = Math.min(p.size(), h.size()); length >= 2; length--) {
            for (int i = p.size() - length; i >= 0; i--) {
                for (int q = 0; q + length <= h.size() && q < h.size() / 2.0; q++) {
                    if (isRun(p, i, h, q, length)) {
                        return Optional.of(concat(p.subList(0, i), h.subList(q, h.size())));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isRun(List<Token> p, int i, List<Token> h, int q, int length) {
        return IntStream.range(0, length)
                .allMatch(n -> p.get(i + n).key().equals(h.get(q + n).key()));
    }

    private static List<Token> decodeTokens(List<String> segmentTexts) {
        String text = "";
        for (String segment : segmentTexts) {
            text = Tokens.join(text, segment.replace('\u00A0', ' ').strip());
        }
        return Tokens.split(text);
    }

    private static List<Token> concat(List<Token> left, List<Token> right) {
        List<Token> both = new ArrayList<>(left);
        both.addAll(right);
        if (!left.isEmpty() && !right.isEmpty()) {
            String last = left.getLast().text();
            Token first = right.getFirst();
            both.set(left.size(), first.withBlankBefore(Tokens.isBlankBetween(last, first.text())));
        }
        return both;
    }
}
