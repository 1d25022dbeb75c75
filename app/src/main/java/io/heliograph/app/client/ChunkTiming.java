package io.heliograph.app.client;

/**
 * One chunk that was handed to the transport. Immutable.
 *
 * @param index 0 for the first of the stream
 * @param startSample samples of the stream before this chunk, at the source's rate
 * @param endSample samples of the stream up to and with this chunk
 * @param dueNanos when it was due; equals {@code sentNanos} without pacing
 * @param sentNanos when it was handed over
 */
public record ChunkTiming(int index, long startSample, long endSample, long dueNanos, long sentNanos) {}
