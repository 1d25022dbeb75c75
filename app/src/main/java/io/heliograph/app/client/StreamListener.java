package io.heliograph.app.client;

/**
 * Told what happens on a stream. Chunks are reported by the sending thread, results by a thread of the transport, each in order;
 * the two may overlap. A slow listener slows the stream down: no further result is asked for before the call returns. A listener
 * that throws ends the stream with CANCELLED.
 */
public interface StreamListener {

    /** A chunk has been handed to the transport. */
    void onChunk(ChunkTiming chunk);

    /** A result has come. */
    void onResult(TimedResult result);
}
