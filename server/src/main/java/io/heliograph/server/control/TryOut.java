package io.heliograph.server.control;

import java.util.List;

/** Sends recordings to the server as a client does: offered by whoever has a client. Implementations are thread-safe. */
public interface TryOut {

    /** Names of recordings that are at hand. */
    List<String> samples();

    /**
     * Streams a recording and tells what comes; returns when the stream is over, and has told {@link TrialEvent.Ended} then, unless
     * it was interrupted.
     *
     * @param isPaced as it would be spoken, else as fast as the server takes it
     * @throws InterruptedException if the thread was interrupted; the stream is cancelled
     */
    void run(TrialAudio audio, boolean isPaced, TrialListener listener) throws InterruptedException;
}
