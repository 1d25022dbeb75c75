package io.heliograph.server.limits;

import static io.heliograph.server.limits.LimitKey.CAPTURE_MAX_AGE_DAYS;
import static io.heliograph.server.limits.LimitKey.CAPTURE_MAX_BYTES;
import static io.heliograph.server.limits.LimitKey.CAPTURE_MAX_FILES;
import static io.heliograph.server.limits.LimitKey.CAPTURE_QUEUE_MAX_CHUNKS;
import static io.heliograph.server.limits.LimitKey.PERSIST_AUDIO;

import org.jspecify.annotations.Nullable;

/**
 * Whether streams are recorded and how many recordings are kept. Immutable.
 *
 * @param persistAudio whether streams are recorded
 * @param queueMaxChunks chunks waiting for the disk; ≤ 0 = 256
 * @param maxBytes size of all recordings, bytes; null or ≤ 0 = no limit
 * @param maxFiles number of recordings; null or ≤ 0 = no limit
 * @param maxAgeDays age of recordings, days; null or ≤ 0 = no limit
 */
public record CaptureLimits(
        boolean persistAudio,
        int queueMaxChunks,
        @Nullable Long maxBytes,
        @Nullable Integer maxFiles,
        @Nullable Integer maxAgeDays) {
    /** The queue always has a bound (contract §14.3). */
    private static final int QUEUE_CHUNKS_IF_OFF = 256;

    public CaptureLimits {
        PERSIST_AUDIO.require(persistAudio);
        CAPTURE_QUEUE_MAX_CHUNKS.require(queueMaxChunks);
        CAPTURE_MAX_BYTES.require(maxBytes);
        CAPTURE_MAX_FILES.require(maxFiles);
        CAPTURE_MAX_AGE_DAYS.require(maxAgeDays);
    }

    static CaptureLimits from(LimitValues values) {
        return new CaptureLimits(
                values.flag(PERSIST_AUDIO),
                values.integer(CAPTURE_QUEUE_MAX_CHUNKS),
                values.wideOrNull(CAPTURE_MAX_BYTES),
                values.integerOrNull(CAPTURE_MAX_FILES),
                values.integerOrNull(CAPTURE_MAX_AGE_DAYS));
    }

    void into(LimitValues values) {
        values.put(PERSIST_AUDIO, persistAudio);
        values.put(CAPTURE_QUEUE_MAX_CHUNKS, queueMaxChunks);
        values.put(CAPTURE_MAX_BYTES, maxBytes);
        values.put(CAPTURE_MAX_FILES, maxFiles);
        values.put(CAPTURE_MAX_AGE_DAYS, maxAgeDays);
    }

    /** Chunks that may wait for the disk, at least 1. */
    public int queueChunks() {
        return queueMaxChunks > 0 ? queueMaxChunks : QUEUE_CHUNKS_IF_OFF;
    }
}
