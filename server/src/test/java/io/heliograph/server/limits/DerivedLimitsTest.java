package io.heliograph.server.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Values that follow from configured ones. */
class DerivedLimitsTest {
    private final Limits defaults = Limits.defaults();

    private Limits with(String key, @Nullable Object value) {
        Map<String, @Nullable Object> change = new HashMap<>();
        change.put(key, value);
        return defaults.with(change);
    }

    @Test
    void capacityIsTheBurstOrElseTheRate() {
        assertEquals(new BucketRate(5, 10), defaults.sessions().createSessionRate());
        assertEquals(
                new BucketRate(5, 5),
                with("server.create_session_burst", 0).sessions().createSessionRate());
        assertEquals(new BucketRate(40, 80), defaults.sessions().createSessionUmbrella());
        assertTrue(with("server.unverified_key_ip_factor", 0)
                .sessions()
                .createSessionUmbrella()
                .isOff());
        assertTrue(with("server.http_rate_limit_rps", 0).http().rate().isOff());
    }

    @Test
    void uploadModesReplaceTheBaseRateUnlessUnset() {
        assertEquals(new BucketRate(32000, 64000), defaults.audio().realtimeByteRate());
        AudioLimits audio = defaults.with(Map.of(
                        "server.max_audio_bytes_per_sec_realtime", 1000,
                        "server.max_audio_bytes_per_sec_batch", 0,
                        "server.max_audio_bytes_per_sec_burst_batch", 0))
                .audio();
        assertEquals(new BucketRate(1000, 64000), audio.realtimeByteRate());
        assertTrue(audio.batchByteRate().isOff());
    }

    @Test
    void chunksAndBuffersAreBoundedInBytes() {
        AudioLimits audio = defaults.audio();
        assertEquals(64000, audio.maxChunkBytes(16000));
        assertEquals(88200, audio.maxChunkBytes(22050));
        assertEquals(640000, audio.bufferLimitBytes(16000));
        assertEquals(1000, with("server.max_buffer_bytes", 1000).audio().bufferLimitBytes(16000));
        AudioLimits off = defaults.with(Map.of(
                        "server.max_buffer_sec", 0, "server.max_chunk_ms", 0, "server.max_total_buffer_bytes", 0))
                .audio();
        assertEquals(AudioLimits.UNLIMITED_BYTES, off.bufferLimitBytes(16000));
        assertEquals(AudioLimits.UNLIMITED_BYTES, off.maxChunkBytes(16000));
        assertEquals(AudioLimits.UNLIMITED_BYTES, off.totalBufferLimitBytes());
    }

    @Test
    void timesAreNanosecondsAndOffIsForever() {
        assertEquals(30_000_000_000L, defaults.decode().decodeTimeoutNanos());
        assertEquals(30_000_000_000L, defaults.decode().graceNanos());
        DecodeLimits off = with("server.decode_timeout_sec", -1).decode();
        assertEquals(Long.MAX_VALUE, off.decodeTimeoutNanos());
        assertEquals(5_000_000_000L, off.graceNanos());
        assertEquals(0, with("server.decode_queue_timeout_sec", -1).decode().decodeQueueTimeoutNanos());
        assertEquals(
                Long.MAX_VALUE,
                with("server.session_timeout_sec", 1e300).sessions().sessionTimeoutNanos());
        assertEquals(
                500_000_000L,
                with("server.adaptive_throttle_interval_sec", 0).throttle().intervalNanos());
        assertEquals(1_000_000_000L, with("health.window_sec", 0).health().windowNanos());
    }

    @Test
    void boundsThatFollowFromOthers() {
        assertEquals(64, defaults.sessions().maxUnboundStreams());
        assertEquals(400, with("server.max_sessions", 100).sessions().maxUnboundStreams());
        assertEquals(4096, with("server.max_sessions", 0).sessions().maxUnboundStreams());
        assertEquals(
                Integer.MAX_VALUE,
                with("server.max_sessions", Integer.MAX_VALUE).sessions().maxUnboundStreams());
        assertEquals(8, defaults.decode().settledReadingBound());
        assertEquals(
                4, with("server.max_pending_decodes_per_stream", 1).decode().settledReadingBound());
        assertEquals(
                64, with("server.max_pending_decodes_per_stream", 0).decode().settledReadingBound());
        assertEquals(256, with("storage.queue_max_chunks", 0).capture().queueChunks());
        assertEquals(0.1, defaults.speech().tailSec(0.1));
        assertEquals(0.2, defaults.speech().tailSec(0.8));
    }

    @Test
    void partialsStretchUnderPressureUpToTheirBound() {
        assertEquals(3.0, defaults.throttle().stretchedIntervalSec(1.5));
        assertEquals(
                2.0,
                with("server.adaptive_partial_interval_max_sec", 2).throttle().stretchedIntervalSec(1.5));
        assertEquals(
                1.5,
                with("server.adaptive_partial_interval_max_sec", 1).throttle().stretchedIntervalSec(1.5));
        assertEquals(0.5, defaults.partials().firstDueSec(1.5));
        assertEquals(0.25, defaults.partials().firstDueSec(0.25));
        assertEquals(1.5, with("server.first_partial_sec", 0).partials().firstDueSec(1.5));
    }

    @Test
    void healthIsJudgedFromEnoughDecodes() {
        HealthRules health = defaults.health();
        assertTrue(health.isHealthy(0, 4, 4));
        assertFalse(health.isHealthy(2, 3, 5));
        assertFalse(health.isHealthy(1, 1, 5));
        assertTrue(health.isHealthy(4, 1, 5));
        assertTrue(with("health.min_events", 0).health().isHealthy(0, 0, 0));
    }

    @Test
    void anEmptyTaskIsTranscribe() {
        assertEquals("transcribe", with("model.task", "").recognition().taskOfSessions());
        assertEquals("translate", with("model.task", "translate").recognition().taskOfSessions());
    }

    @Test
    void levelsAreThoseOfTheLogger() {
        assertSame(System.Logger.Level.INFO, defaults.logging().leastLevel());
        assertSame(System.Logger.Level.WARNING, defaults.logging().leastEngineLevel());
        assertSame(
                System.Logger.Level.WARNING,
                with("logging.level", "warning").logging().leastLevel());
        for (String level : Arrays.asList("TRACE", "DEBUG", "ERROR")) {
            assertEquals(
                    level,
                    with("logging.faster_whisper_level", level)
                            .logging()
                            .leastEngineLevel()
                            .name());
        }
    }
}
