package io.heliograph.server.limits;

import static io.heliograph.server.limits.LimitKey.BUFFER_OVERLAP_SEC;
import static io.heliograph.server.limits.LimitKey.MAX_AUDIO_BYTES_PER_SEC;
import static io.heliograph.server.limits.LimitKey.MAX_AUDIO_BYTES_PER_SEC_BATCH;
import static io.heliograph.server.limits.LimitKey.MAX_AUDIO_BYTES_PER_SEC_BURST;
import static io.heliograph.server.limits.LimitKey.MAX_AUDIO_BYTES_PER_SEC_BURST_BATCH;
import static io.heliograph.server.limits.LimitKey.MAX_AUDIO_BYTES_PER_SEC_BURST_REALTIME;
import static io.heliograph.server.limits.LimitKey.MAX_AUDIO_BYTES_PER_SEC_REALTIME;
import static io.heliograph.server.limits.LimitKey.MAX_AUDIO_SECONDS_PER_SESSION;
import static io.heliograph.server.limits.LimitKey.MAX_BUFFER_BYTES;
import static io.heliograph.server.limits.LimitKey.MAX_BUFFER_SEC;
import static io.heliograph.server.limits.LimitKey.MAX_CHUNK_MS;
import static io.heliograph.server.limits.LimitKey.MAX_TOTAL_BUFFER_BYTES;

import org.jspecify.annotations.Nullable;

/**
 * How much audio a stream may send and the server keeps. Bytes are those of 16-bit mono PCM. Immutable.
 *
 * @param maxAudioSecondsPerSession total audio of a stream, seconds; ≤ 0 off
 * @param maxAudioBytesPerSec bytes a second and client; ≤ 0 off
 * @param maxAudioBytesPerSecBurst bytes at once; ≤ 0 = rate
 * @param maxAudioBytesPerSecRealtime replaces the rate for realtime uploads; null = base rate, ≤ 0 off
 * @param maxAudioBytesPerSecBurstRealtime replaces the burst for realtime uploads; null = base burst, ≤ 0 = rate
 * @param maxAudioBytesPerSecBatch replaces the rate for batch uploads; null = base rate, ≤ 0 off
 * @param maxAudioBytesPerSecBurstBatch replaces the burst for batch uploads; null = base burst, ≤ 0 = rate
 * @param maxChunkMs longest chunk, milliseconds; ≤ 0 off
 * @param maxBufferSec utterance audio that forces a split, seconds; ≤ 0 off
 * @param maxBufferBytes the same in bytes, the smaller counts; null or ≤ 0 off
 * @param bufferOverlapSec end of the utterance searched for the split point, seconds
 * @param maxTotalBufferBytes bytes buffered by all streams; ≤ 0 off
 */
public record AudioLimits(
        double maxAudioSecondsPerSession,
        long maxAudioBytesPerSec,
        long maxAudioBytesPerSecBurst,
        @Nullable Long maxAudioBytesPerSecRealtime,
        @Nullable Long maxAudioBytesPerSecBurstRealtime,
        @Nullable Long maxAudioBytesPerSecBatch,
        @Nullable Long maxAudioBytesPerSecBurstBatch,
        int maxChunkMs,
        double maxBufferSec,
        @Nullable Long maxBufferBytes,
        double bufferOverlapSec,
        long maxTotalBufferBytes) {
    /** Stands for a size without limit. */
    public static final long UNLIMITED_BYTES = Long.MAX_VALUE;

    private static final int BYTES_PER_SAMPLE = 2;

    public AudioLimits {
        MAX_AUDIO_SECONDS_PER_SESSION.require(maxAudioSecondsPerSession);
        MAX_AUDIO_BYTES_PER_SEC.require(maxAudioBytesPerSec);
        MAX_AUDIO_BYTES_PER_SEC_BURST.require(maxAudioBytesPerSecBurst);
        MAX_AUDIO_BYTES_PER_SEC_REALTIME.require(maxAudioBytesPerSecRealtime);
        MAX_AUDIO_BYTES_PER_SEC_BURST_REALTIME.require(maxAudioBytesPerSecBurstRealtime);
        MAX_AUDIO_BYTES_PER_SEC_BATCH.require(maxAudioBytesPerSecBatch);
        MAX_AUDIO_BYTES_PER_SEC_BURST_BATCH.require(maxAudioBytesPerSecBurstBatch);
        MAX_CHUNK_MS.require(maxChunkMs);
        MAX_BUFFER_SEC.require(maxBufferSec);
        MAX_BUFFER_BYTES.require(maxBufferBytes);
        BUFFER_OVERLAP_SEC.require(bufferOverlapSec);
        MAX_TOTAL_BUFFER_BYTES.require(maxTotalBufferBytes);
    }

    static AudioLimits from(LimitValues values) {
        return new AudioLimits(
                values.number(MAX_AUDIO_SECONDS_PER_SESSION),
                values.wide(MAX_AUDIO_BYTES_PER_SEC),
                values.wide(MAX_AUDIO_BYTES_PER_SEC_BURST),
                values.wideOrNull(MAX_AUDIO_BYTES_PER_SEC_REALTIME),
                values.wideOrNull(MAX_AUDIO_BYTES_PER_SEC_BURST_REALTIME),
                values.wideOrNull(MAX_AUDIO_BYTES_PER_SEC_BATCH),
                values.wideOrNull(MAX_AUDIO_BYTES_PER_SEC_BURST_BATCH),
                values.integer(MAX_CHUNK_MS),
                values.number(MAX_BUFFER_SEC),
                values.wideOrNull(MAX_BUFFER_BYTES),
                values.number(BUFFER_OVERLAP_SEC),
                values.wide(MAX_TOTAL_BUFFER_BYTES));
    }

    void into(LimitValues values) {
        values.put(MAX_AUDIO_SECONDS_PER_SESSION, maxAudioSecondsPerSession);
        values.put(MAX_AUDIO_BYTES_PER_SEC, maxAudioBytesPerSec);
        values.put(MAX_AUDIO_BYTES_PER_SEC_BURST, maxAudioBytesPerSecBurst);
        values.put(MAX_AUDIO_BYTES_PER_SEC_REALTIME, maxAudioBytesPerSecRealtime);
        values.put(MAX_AUDIO_BYTES_PER_SEC_BURST_REALTIME, maxAudioBytesPerSecBurstRealtime);
        values.put(MAX_AUDIO_BYTES_PER_SEC_BATCH, maxAudioBytesPerSecBatch);
        values.put(MAX_AUDIO_BYTES_PER_SEC_BURST_BATCH, maxAudioBytesPerSecBurstBatch);
        values.put(MAX_CHUNK_MS, maxChunkMs);
        values.put(MAX_BUFFER_SEC, maxBufferSec);
        values.put(MAX_BUFFER_BYTES, maxBufferBytes);
        values.put(BUFFER_OVERLAP_SEC, bufferOverlapSec);
        values.put(MAX_TOTAL_BUFFER_BYTES, maxTotalBufferBytes);
    }

    /** The bucket of realtime uploads, in bytes. */
    public BucketRate realtimeByteRate() {
        return byteRate(maxAudioBytesPerSecRealtime, maxAudioBytesPerSecBurstRealtime);
    }

    /** The bucket of batch uploads, in bytes. */
    public BucketRate batchByteRate() {
        return byteRate(maxAudioBytesPerSecBatch, maxAudioBytesPerSecBurstBatch);
    }

    private BucketRate byteRate(@Nullable Long rate, @Nullable Long burst) {
        long perSecond = rate == null ? maxAudioBytesPerSec : rate;
        long atOnce = burst == null ? maxAudioBytesPerSecBurst : burst;
        return BucketRate.of((double) perSecond, (double) atOnce);
    }

    /** Longest chunk at a sample rate in Hz, bytes; {@link #UNLIMITED_BYTES} if off. */
    public long maxChunkBytes(int sampleRateHz) {
        return maxChunkMs > 0 ? (long) maxChunkMs * sampleRateHz * BYTES_PER_SAMPLE / 1000 : UNLIMITED_BYTES;
    }

    /** Utterance audio that forces a split at a sample rate in Hz, bytes; {@link #UNLIMITED_BYTES} if off. */
    public long bufferLimitBytes(int sampleRateHz) {
        long bySeconds = maxBufferSec > 0 ? (long) (maxBufferSec * sampleRateHz * BYTES_PER_SAMPLE) : UNLIMITED_BYTES;
        return maxBufferBytes != null && maxBufferBytes > 0 ? Math.min(maxBufferBytes, bySeconds) : bySeconds;
    }

    /** Bytes buffered by all streams; {@link #UNLIMITED_BYTES} if off. */
    public long totalBufferLimitBytes() {
        return maxTotalBufferBytes > 0 ? maxTotalBufferBytes : UNLIMITED_BYTES;
    }
}
