package io.heliograph.server.hypothesis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The transcript of one stream, split into what is committed and what may still change. Two partials in a row that agree on a word
 * commit it, a settled decode commits the rest; what is committed stays, even where the engine revises it later. Feed it the decodes
 * in the order in which their messages are sent. Confined to the stream's thread.
 */
public final class Transcript {
    /** The most that committed text may take in a message, UTF-8 bytes. */
    public static final long MAX_COMMITTED_BYTES = 1024 * 1024;

    private static final int SEND_LIMIT_SHARE = 4;

    private final long maxCommittedBytes;

    /** Everything committed so far: the settled text and behind it the committed tokens of the open utterance. */
    private String committed = "";

    private long committedBytes;
    private boolean full;

    /** Committed tokens of the open utterance. */
    private List<Token> shown = new ArrayList<>();

    /** Tokens of the open utterance's previous partial. */
    private List<Token> previous = List.of();

    /**
     * An empty transcript.
     *
     * @param maxCommittedBytes bound of the committed text, UTF-8 bytes, at least 0; see {@link #committedBound}
     */
    public Transcript(long maxCommittedBytes) {
        if (maxCommittedBytes < 0) {
            throw new IllegalArgumentException("maxCommittedBytes must be at least 0, not " + maxCommittedBytes);
        }
        this.maxCommittedBytes = maxCommittedBytes;
    }

    /**
     * The bound of the committed text where messages are limited: a quarter of the limit, {@link #MAX_COMMITTED_BYTES} at most.
     *
     * @param sendLimitBytes the largest message, bytes; 0 or less is unlimited
     */
    public static long committedBound(long sendLimitBytes) {
        return sendLimitBytes <= 0
                ? MAX_COMMITTED_BYTES
                : Math.min(MAX_COMMITTED_BYTES, sendLimitBytes / SEND_LIMIT_SHARE);
    }

    /**
     * Takes a partial decode of the open utterance.
     *
     * @param segmentTexts the engine's segments; blank ones count as none
     * @param windowed whether the decoded audio begins after the start of the utterance
     * @return the pair of its messages; nothing if there is no text
     */
    public Optional<CommittedPair> partial(List<String> segmentTexts, boolean windowed) {
        List<Token> decoded = Tokens.ofSegments(segmentTexts);
        if (decoded.isEmpty()) {
            return Optional.empty();
        }
        Optional<List<Token>> whole = windowed ? WindowSplice.splice(previous, decoded) : Optional.of(decoded);
        List<Token> tokens = whole.orElseGet(() -> behindShown(decoded));
        // Where the window fits nowhere, its place is a guess, and a guess commits nothing.
        int agreed = whole.isPresent() ? agreedWith(tokens) : 0;
        int end = Alignment.align(shown, tokens);
        if (agreed > end) {
            end += commit(tokens.subList(end, agreed));
        }
        previous = tokens;
        return Optional.of(new CommittedPair(committed, Tokens.text(tokens.subList(end, tokens.size()))));
    }

    /**
     * Takes a settled decode, which closes the utterance or its part. What partials had committed of it stays, also without text.
     *
     * @param segmentTexts the engine's segments; blank ones count as none
     * @return the pair of its messages; nothing if there is no text
     */
    public Optional<CommittedPair> settled(List<String> segmentTexts) {
        List<Token> decoded = Tokens.ofSegments(segmentTexts);
        if (!decoded.isEmpty()) {
            commit(decoded.subList(Alignment.align(shown, decoded), decoded.size()));
        }
        shown = new ArrayList<>();
        previous = List.of();
        return decoded.isEmpty() ? Optional.empty() : Optional.of(settledPair());
    }

    /** The pair as it stands, with nothing unstable: for withheld segments that go out without a decode of their own. */
    public CommittedPair settledPair() {
        return new CommittedPair(committed, "");
    }

    /** Whether committed text has met its bound and stopped growing for good; the caller warns once. */
    public boolean isFull() {
        return full;
    }

    private List<Token> behindShown(List<Token> window) {
        List<Token> tokens = new ArrayList<>(shown);
        Tokens.append(tokens, window);
        return tokens;
    }

    /** How many tokens the previous partial agrees on, without a last word that may still be growing. */
    private int agreedWith(List<Token> tokens) {
        int limit = Math.min(previous.size(), tokens.size());
        int count = 0;
        while (count < limit && previous.get(count).sameText(tokens.get(count))) {
            count++;
        }
        return count > 0 && count == limit && !tokens.get(count - 1).isWhole() ? count - 1 : count;
    }

    /** Commits the tokens, as many as the bound allows, and returns how many. A gap would lie, so the first that fails is the last. */
    private int commit(List<Token> tokens) {
        int count = 0;
        long bytes = committedBytes;
        while (count < tokens.size() && !full) {
            long grown = bytes + addedBytes(tokens.get(count), count == 0);
            full = grown > maxCommittedBytes;
            if (!full) {
                bytes = grown;
                count++;
            }
        }
        if (count > 0) {
            List<Token> fitting = tokens.subList(0, count);
            committed = Tokens.join(committed, Tokens.text(fitting));
            committedBytes = bytes;
            Tokens.append(shown, fitting);
        }
        return count;
    }

    private long addedBytes(Token token, boolean atSeam) {
        boolean blank =
                atSeam ? !committed.isEmpty() && Tokens.isBlankBetween(committed, token.text()) : token.blankBefore();
        return utf8Bytes(token.text()) + (blank ? 1 : 0);
    }

    private static long utf8Bytes(String text) {
        return text.codePoints()
                .map(codePoint -> codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4)
                .asLongStream()
                .sum();
    }
}
