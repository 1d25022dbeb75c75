package io.heliograph.app.client;

import io.heliograph.proto.SessionResponse;

/**
 * A session the server has registered. Immutable.
 *
 * @param sessionId the id it was registered under
 * @param response the server's answer
 * @param requestedNanos when the successful request was handed to the transport
 * @param openedNanos when its answer was there
 * @param tries how many requests it took, at least 1
 */
public record OpenedSession(
        String sessionId, SessionResponse response, long requestedNanos, long openedNanos, int tries) {}
