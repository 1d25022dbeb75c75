package io.heliograph.app.client;

import java.util.Map;

/**
 * How a stream went. Immutable.
 *
 * @param end how it ended
 * @param startedNanos when it was opened; with pacing, when the first chunk was due
 * @param endedNanos when its end was known
 * @param audioSamples samples sent, at the source's rate
 * @param chunks messages sent
 * @param results messages received
 * @param trailers the {@code stt-…} entries of the trailing metadata: decode times of the stream, as the server counted them
 */
public record StreamOutcome(
        CallEnd end,
        long startedNanos,
        long endedNanos,
        long audioSamples,
        int chunks,
        long results,
        Map<String, String> trailers) {

    public StreamOutcome {
        trailers = Map.copyOf(trailers);
    }
}
