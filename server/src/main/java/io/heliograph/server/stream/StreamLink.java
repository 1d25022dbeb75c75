package io.heliograph.server.stream;

/**
 * The wire as a stream sees it. Only {@link #request()} may be called by several threads; the rest belongs to the stream's thread.
 */
public interface StreamLink {

    /** Whether a message handed over now leaves without being stored for a client that does not read. */
    boolean isReady();

    /** Asks for one more chunk, if the inbox has room. */
    void request();

    /** Hands a message over. */
    void send(RecognitionResult result);

    /** Ends the call; nothing is sent afterwards. */
    void end(StreamOutcome outcome);
}
