package io.heliograph.server.stream;

/** What is known about an open or settled utterance. Confined to the stream's thread. */
final class Utterance {
    private final long onset;
    private final long speechStartNanos;
    private long start;
    private long lastSpeechEnd;
    private long lastSpeechNanos;
    private long speechSamples;
    private long nextPartial;
    private boolean headLost;
    private boolean hasPartial;
    private boolean hasText;
    private long firstResultNanos;

    /**
     * An utterance that just began.
     *
     * @param start first sample that belongs to it
     * @param onset first sample of its first speech frame
     * @param speechStartNanos when the chunk with that frame arrived
     */
    Utterance(long start, long onset, long speechStartNanos) {
        this.start = start;
        this.onset = onset;
        this.speechStartNanos = speechStartNanos;
    }

    long start() {
        return start;
    }

    long onset() {
        return onset;
    }

    long speechStartNanos() {
        return speechStartNanos;
    }

    /** Continues behind a forced split. */
    void splitAt(long position) {
        start = position;
        headLost = false;
    }

    /** The audio in front of the position is gone, unsettled. */
    void loseHead(long position) {
        start = position;
        headLost = true;
    }

    /** Whether earlier partials heard audio in front of {@link #start()} that was not settled. */
    boolean isHeadLost() {
        return headLost;
    }

    /** A speech frame that ends there came with a chunk that arrived then. */
    void heardSpeech(long frameEnd, int samples, long arrivalNanos) {
        lastSpeechEnd = frameEnd;
        lastSpeechNanos = arrivalNanos;
        speechSamples += samples;
    }

    long lastSpeechEnd() {
        return lastSpeechEnd;
    }

    long lastSpeechNanos() {
        return lastSpeechNanos;
    }

    double speechSeconds() {
        return speechSamples / 16_000.0;
    }

    long nextPartial() {
        return nextPartial;
    }

    void nextPartial(long position) {
        nextPartial = position;
    }

    /** Whether a partial has been scheduled. */
    boolean hasPartial() {
        return hasPartial;
    }

    void partialScheduled() {
        hasPartial = true;
    }

    /** Whether any decode of it gave text. */
    boolean hasText() {
        return hasText;
    }

    void foundText() {
        hasText = true;
    }

    /** When its first result was handed over, 0 = not yet. */
    long firstResultNanos() {
        return firstResultNanos;
    }

    void resultSent(long nanos) {
        if (firstResultNanos == 0) {
            firstResultNanos = nanos;
        }
    }
}
