package io.heliograph.app.client;

import java.time.Duration;

/**
 * How audio is streamed into a session. Immutable.
 *
 * @param sessionId the registered session
 * @param sessionToken sent with each chunk; "" if the session needs none
 * @param chunk audio per message, 10 ms to 10 s
 * @param pacing when each chunk is due
 * @param stall the stream is given up if for so long neither a chunk could be sent nor a result came; more than zero
 */
public record StreamPlan(String sessionId, String sessionToken, Duration chunk, Pacing pacing, Duration stall) {
    /** Twice the server's default decode timeout and inactivity limit of 30 s and 60 s, rounded up. */
    public static final Duration DEFAULT_STALL = Duration.ofMinutes(2);

    private static final long MIN_CHUNK_MS = 10;
    private static final long MAX_CHUNK_MS = 10_000;

    public StreamPlan {
        long chunkMs = chunk.toMillis();
        if (chunkMs < MIN_CHUNK_MS || chunkMs > MAX_CHUNK_MS) {
            throw new IllegalArgumentException(
                    "chunk of " + chunkMs + " ms is not within " + MIN_CHUNK_MS + " to " + MAX_CHUNK_MS + " ms");
        }
        if (!stall.isPositive()) {
            throw new IllegalArgumentException("stall of " + stall.toMillis() + " ms is not positive");
        }
    }

    /** A plan for a session, with the usual patience. */
    public static StreamPlan of(OpenedSession session, Duration chunk, Pacing pacing) {
        return new StreamPlan(session.sessionId(), session.response().getToken(), chunk, pacing, DEFAULT_STALL);
    }
}
