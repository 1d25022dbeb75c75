package io.heliograph.app.client;

import io.heliograph.proto.STTResult;

/**
 * One result of a stream and when it came. Immutable.
 *
 * @param result as the server sent it
 * @param receivedNanos when it was there
 */
public record TimedResult(STTResult result, long receivedNanos) {}
