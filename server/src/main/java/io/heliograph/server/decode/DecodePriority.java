package io.heliograph.server.decode;

/** Which decode goes first, most urgent first. */
public enum DecodePriority {
    /** Settles text: a client is waiting for a final. */
    SETTLED,
    /** The first sign of an utterance. */
    FIRST_PARTIAL,
    /** A newer look at an utterance that has been shown before. */
    REFRESH;

    /** What decodes of this class are for. */
    DecodePurpose purpose() {
        return this == SETTLED ? DecodePurpose.SETTLED : DecodePurpose.PARTIAL;
    }
}
