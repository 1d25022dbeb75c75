package io.heliograph.app.client;

/** When a chunk of audio is due. Immutable. */
public enum Pacing {
    /**
     * Open loop, as from a microphone: a chunk that begins s seconds into the audio is due s seconds after the start, however
     * late its predecessors were.
     */
    REALTIME,
    /** A chunk is due as soon as flow control lets it go. */
    UNPACED
}
