package io.heliograph.app.transcribe;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts segments into captions of at most two lines: at the end of sentences where it can, else in parts of about equal length,
 * each shown for its share of the segment's time. No caption begins before its predecessor ends. Confined to one thread at a time.
 */
final class CueSplitter {
    /** Columns of a line: what broadcasters' guides for captions agree on. */
    static final int LINE_COLUMNS = 42;

    /** A sentence shorter than this is joined by the next: it may be an abbreviation, and would only flash up. */
    private static final int MIN_SENTENCE_COLUMNS = LINE_COLUMNS / 2;

    private static final String SENTENCE_ENDS = ".?!…。！？";
    private static final String CLOSERS = "\"'”’»)]」』";
    private static final double MS_PER_SECOND = 1000;

    private long lastEndMs;

    /**
     * The captions of a segment; none without words. Segments come in order.
     *
     * @param startSec from the start of the recording; times that are not in order are put in order
     */
    List<Cue> split(String text, double startSec, double endSec) {
        List<List<String>> parts = new ArrayList<>();
        for (List<String> sentence : sentences(words(PlainText.of(text)))) {
            parts.addAll(parts(sentence));
        }
        double total = parts.stream().mapToInt(CueSplitter::columns).sum();
        double startMs = Math.max(0, startSec * MS_PER_SECOND);
        double lengthMs = Math.max(0, endSec * MS_PER_SECOND - startMs);
        List<Cue> cues = new ArrayList<>();
        double done = 0;
        for (List<String> part : parts) {
            long from = Math.max(lastEndMs, Math.round(startMs + lengthMs * done / total));
            done += columns(part);
            long to = Math.max(from + 1, Math.round(startMs + lengthMs * done / total));
            cues.add(new Cue(from, to, lines(part)));
            lastEndMs = to;
        }
        return cues;
    }

    /** The words; what is longer than a line, such as a sentence of a script without blanks, in pieces. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.split(" ", -1)) {
            int from = 0;
            int used = 0;
            for (int at = 0; at < word.length(); ) {
                int codePoint = word.codePointAt(at);
                if (used + DisplayWidth.of(codePoint) > LINE_COLUMNS) {
                    words.add(word.substring(from, at));
                    from = at;
                    used = 0;
                }
                used += DisplayWidth.of(codePoint);
                at += Character.charCount(codePoint);
            }
            if (from < word.length()) {
                words.add(word.substring(from));
            }
        }
        return words;
    }

    private static List<List<String>> sentences(List<String> words) {
        List<List<String>> sentences = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (String word : words) {
            open.add(word);
            if (endsSentence(word) && columns(open) >= MIN_SENTENCE_COLUMNS) {
                sentences.add(open);
                open = new ArrayList<>();
            }
        }
        if (!open.isEmpty()) {
            sentences.add(open);
        }
        return sentences;
    }

    private static boolean endsSentence(String word) {
        int last = word.length() - 1;
        while (last > 0 && CLOSERS.indexOf(word.charAt(last)) >= 0) {
            last--;
        }
        return SENTENCE_ENDS.indexOf(word.charAt(last)) >= 0;
    }

    /** A sentence in as few parts of two lines as will do, about equally long. */
    private static List<List<String>> parts(List<String> sentence) {
        List<List<String>> parts = new ArrayList<>();
        int from = 0;
        while (from < sentence.size()) {
            List<String> rest = sentence.subList(from, sentence.size());
            int count = (lineCount(rest) + 1) / 2;
            int target = columns(rest) / count;
            int length = 1;
            while (length < rest.size()
                    && (count == 1 || columns(rest.subList(0, length)) < target)
                    && lineCount(rest.subList(0, length + 1)) <= 2) {
                length++;
            }
            parts.add(List.copyOf(rest.subList(0, length)));
            from += length;
        }
        return parts;
    }

    /** Lines that words take when each line is filled as far as it goes. */
    private static int lineCount(List<String> words) {
        int lines = 1;
        int used = 0;
        for (String word : words) {
            int width = DisplayWidth.of(word);
            if (used > 0 && used + 1 + width > LINE_COLUMNS) {
                lines++;
                used = width;
            } else {
                used += (used > 0 ? 1 : 0) + width;
            }
        }
        return lines;
    }

    /** One line, or the two that differ least in length. */
    private static List<String> lines(List<String> words) {
        String whole = String.join(" ", words);
        if (DisplayWidth.of(whole) <= LINE_COLUMNS || words.size() == 1) {
            return List.of(whole);
        }
        int best = 1;
        int bestLongest = Integer.MAX_VALUE;
        for (int cut = 1; cut < words.size(); cut++) {
            int longest = Math.max(columns(words.subList(0, cut)), columns(words.subList(cut, words.size())));
            if (longest < bestLongest) {
                best = cut;
                bestLongest = longest;
            }
        }
        return List.of(String.join(" ", words.subList(0, best)), String.join(" ", words.subList(best, words.size())));
    }

    private static int columns(List<String> words) {
        return words.stream().mapToInt(DisplayWidth::of).sum() + words.size() - 1;
    }
}
