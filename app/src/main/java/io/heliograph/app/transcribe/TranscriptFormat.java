package io.heliograph.app.transcribe;

/** How words are written down. Immutable. */
public enum TranscriptFormat {
    /** A line for each final. */
    text,
    /** A JSON object on a line for each result, and one for the whole at the end. */
    json,
    /** SubRip captions. */
    srt,
    /** WebVTT captions. */
    vtt;

    /** Whether there can be only one recording in a file of this format: its times start at zero once. */
    public boolean isSingle() {
        return this == srt || this == vtt;
    }
}
