package io.heliograph.server.endpoint;

/**
 * Follows one stream frame by frame and says when an utterance begins and ends. Depends on the frames' probabilities alone; the
 * frame after an endpoint may begin the next utterance at once. Confined to the stream's thread.
 */
public final class Endpointer {
    private final EndpointRules rules;
    private boolean speechActive;
    private long silence;
    private long onset;
    private long lastSpeechEnd;

    public Endpointer(EndpointRules rules) {
        this.rules = rules;
    }

    /** What a frame did. */
    public enum Change {
        /** Nothing that matters outside. */
        NONE,
        /** The first speech frame of an utterance. */
        SPEECH_STARTED,
        /** Speech after a pause that was too short to end the utterance. */
        SPEECH_RESUMED,
        /** The pause has become long enough: the utterance ended. */
        ENDPOINT
    }

    /**
     * Takes the next frame.
     *
     * @param start position of its first sample on the stream's count
     * @param length its samples
     * @param probability speech probability 0…1; ignored when the detector is off
     */
    public Change frame(long start, int length, double probability) {
        if (!rules.detects() || probability >= rules.threshold()) {
            boolean resumed = silence > 0;
            silence = 0;
            lastSpeechEnd = start + length;
            if (!speechActive) {
                speechActive = true;
                onset = start;
                return Change.SPEECH_STARTED;
            }
            return resumed ? Change.SPEECH_RESUMED : Change.NONE;
        }
        silence += length;
        if (speechActive && silence >= rules.silenceSamples()) {
            reset();
            return Change.ENDPOINT;
        }
        return Change.NONE;
    }

    /** Whether an utterance is open. */
    public boolean isSpeechActive() {
        return speechActive;
    }

    /** Silence since the last speech frame, samples; meaningful while an utterance is open. */
    public long silenceSamples() {
        return silence;
    }

    /** Where the first speech frame of the open or last utterance begins. */
    public long onset() {
        return onset;
    }

    /** Where the last speech frame of the open or last utterance ends. */
    public long lastSpeechEnd() {
        return lastSpeechEnd;
    }

    private void reset() {
        speechActive = false;
        silence = 0;
    }
}
