package io.heliograph.server.decode;

/** Which decode goes first, most urgent first. */
public enum DecodePriority {
    /** Settles text: a client is waiting for a final. */
    SETTLED,
    /** The first sign of an utterance: behind what settles until its deadline, by deadlines among it from then on. */
    FIRST_PARTIAL,
    /**
     * Settles text as soon as an endpoint is decided, which may never be: it lets first partials go first as long as it has time,
     * and is as urgent as what settles from then on.
     */
    AHEAD,
    /** A newer look at an utterance that has been shown before: behind all others until its deadline, by deadlines among AHEAD from then on. */
    REFRESH;

    /** What decodes of this class are for. */
    DecodePurpose purpose() {
        return this == SETTLED || this == AHEAD ? DecodePurpose.SETTLED : DecodePurpose.PARTIAL;
    }
}
