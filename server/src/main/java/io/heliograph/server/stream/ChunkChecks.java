package io.heliograph.server.stream;

import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.telemetry.StreamEndReason;

/** What a chunk must be like, and the sample rate it has. Confined to the stream's thread. */
final class ChunkChecks {
    /** Rates outside this range are no speech recording (contract §4.2). */
    private static final int MIN_RATE_HZ = 4_000;

    private static final int MAX_RATE_HZ = 384_000;

    private int lastRateHz;

    /**
     * The chunk's effective rate.
     *
     * @throws StreamFailure for an impossible rate or a chunk that is too long
     */
    int rateOf(ClientChunk chunk, StreamRules rules) {
        int rate = chunk.sampleRateHz() > 0
                ? chunk.sampleRateHz()
                : lastRateHz > 0 ? lastRateHz : rules.fallbackSampleRateHz();
        if (rate < MIN_RATE_HZ || rate > MAX_RATE_HZ) {
            throw rejected("sample rate %d Hz, possible are %d to %d".formatted(rate, MIN_RATE_HZ, MAX_RATE_HZ));
        }
        long most = rules.maxChunkBytes(rate);
        if (chunk.bytes() > most) {
            throw rejected("%d bytes, at most %d at %d Hz".formatted(chunk.bytes(), most, rate));
        }
        lastRateHz = rate;
        return rate;
    }

    private static StreamFailure rejected(String detail) {
        return new StreamFailure(StreamEndReason.CHUNK_REJECTED, ErrorCode.AUDIO_CHUNK_TOO_LARGE, detail);
    }
}
