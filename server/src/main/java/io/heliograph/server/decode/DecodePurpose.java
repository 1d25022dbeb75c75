package io.heliograph.server.decode;

/** What a decode is for. Immutable. */
public enum DecodePurpose {
    /** To show what was said so far: speech may go on right behind the audio. */
    PARTIAL,
    /** To be the text of the utterance: the audio ends behind its last speech, or where it was split. */
    SETTLED
}
