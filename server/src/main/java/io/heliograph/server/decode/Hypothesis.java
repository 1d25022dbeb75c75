package io.heliograph.server.decode;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What an engine makes of a piece of audio. The tokens are the engine's own ids: useful only as the draft of a later decode by
 * the same model. Immutable.
 */
public final class Hypothesis {
    private final List<Segment> segments;
    private final int[] tokens;
    private final Set<Suspicion> suspicions;

    /** The array passes to the hypothesis. */
    public Hypothesis(List<Segment> segments, int[] tokens, Set<Suspicion> suspicions) {
        this.segments = List.copyOf(segments);
        this.tokens = tokens;
        this.suspicions = suspicions.isEmpty() ? Set.of() : EnumSet.copyOf(suspicions);
    }

    /** Nothing was said. */
    public static Hypothesis empty() {
        return new Hypothesis(List.of(), new int[0], Set.of());
    }

    /** The text in pieces with times; empty if nothing was said. */
    public List<Segment> segments() {
        return segments;
    }

    /** Number of tokens. */
    public int tokenCount() {
        return tokens.length;
    }

    /** The token at an index. */
    public int token(int index) {
        return tokens[index];
    }

    /** Which guards cut this hypothesis short. */
    public Set<Suspicion> suspicions() {
        return suspicions;
    }

    /** What made the engine stop before its own end. */
    public enum Suspicion {
        /** The audio is digital silence. */
        SILENT_AUDIO,
        /** More tokens per second of audio than anybody speaks. */
        TOKEN_RATE,
        /** The same words over and over. */
        REPETITION
    }
}
