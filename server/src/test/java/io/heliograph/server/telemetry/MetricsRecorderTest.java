package io.heliograph.server.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.error.StatusName;
import io.heliograph.server.telemetry.ServerEvent.DropReason;
import io.heliograph.server.telemetry.ServerEvent.RateScope;
import io.heliograph.server.telemetry.ServerEvent.RpcMethod;
import io.heliograph.server.telemetry.ServerEvent.SessionLimit;
import io.heliograph.server.telemetry.ServerEvent.UtteranceDropReason;
import io.heliograph.server.telemetry.ServerEvent.UtteranceEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class MetricsRecorderTest {
    private final AtomicLong nanos = new AtomicLong();
    private final FakeGauges gauges = new FakeGauges();
    private final MetricsRecorder recorder = new MetricsRecorder(gauges, new BuildFacts("0.1.0", "21.0.1"), nanos::get);

    private Exposition read() {
        return Exposition.parse(PrometheusText.of(recorder.snapshot()));
    }

    private void record(ServerEvent... events) {
        for (ServerEvent event : events) {
            recorder.record(event);
        }
    }

    /** The series that an event moves, and by how much; nothing else may move. */
    private void assertMoves(ServerEvent event, Map<String, Double> expected) {
        Map<String, Double> before = read().values();
        record(event);
        Map<String, Double> after = read().values();
        List<String> moved = new ArrayList<>();
        after.forEach((series, value) -> {
            if (!series.startsWith("process_")
                    && !series.startsWith("stt_process_")
                    && value - before.getOrDefault(series, 0.0) != 0) {
                moved.add(series);
                assertEquals(
                        expected.getOrDefault(series, 0.0), value - before.getOrDefault(series, 0.0), 1e-9, series);
            }
        });
        assertEquals(
                expected.keySet().stream().sorted().toList(),
                moved.stream().sorted().toList());
    }

    @Nested
    class Decodes {
        @Test
        void aDeliveredDecodeMovesEveryWait() {
            record(Events.delivered(DecodeKind.PARTIAL, false), Events.delivered(DecodeKind.SETTLED, true));
            Exposition now = read();
            assertEquals(0.5, now.value("stt_decode_latency_total"));
            assertEquals(2, now.value("stt_decode_latency_count"));
            assertEquals(0.25, now.value("stt_decode_latency_max"));
            assertEquals(0.02, now.value("stt_decode_buffer_wait_total"));
            assertEquals(0.04, now.value("stt_decode_queue_wait_total"));
            assertEquals(0.02, now.value("stt_decode_queue_wait_max"));
            assertEquals(0.002, now.value("stt_decode_response_emit_total"));
            assertEquals(1.0, now.value("stt_rtf_total"));
            assertEquals(0.5, now.value("stt_rtf_max"));
            assertEquals(0.5, now.value("stt_rtf_avg"));
            assertEquals(1, now.value("stt_decodes_total{kind=\"partial\",outcome=\"delivered\"}"));
            assertEquals(1, now.value("stt_decodes_total{kind=\"settled\",outcome=\"empty\"}"));
            assertEquals(0, now.value("stt_decode_latency_sec_bucket{le=\"0.2\"}"));
            assertEquals(2, now.value("stt_decode_latency_sec_bucket{le=\"0.5\"}"));
            assertEquals(2, now.value("stt_decode_latency_sec_bucket{le=\"+Inf\"}"));
            assertEquals(0.5, now.value("stt_decode_latency_sec_sum"));
            assertEquals(1, now.value("stt_decode_duration_seconds_count{kind=\"partial\"}"));
            assertEquals(0.27, now.value("stt_decode_duration_seconds_sum{kind=\"settled\"}"));
            assertEquals(0.25, recorder.decodeLatencyAverageSeconds());
            assertEquals(0.25, recorder.decodeLatencyMaxSeconds());
        }

        @Test
        void aValueEqualToABoundBelongsToIt() {
            record(Events.delivered(DecodeKind.PARTIAL, false));
            assertEquals(1, read().value("stt_decode_buffer_wait_sec_bucket{le=\"0.01\"}"));
            assertEquals(0, read().value("stt_decode_buffer_wait_sec_bucket{le=\"0.005\"}"));
            assertEquals(1, read().value("stt_decode_response_emit_sec_bucket{le=\"0.001\"}"));
        }

        @Test
        void theRecentMaximumForgetsAfterFiveMinutesAndTheOldOneNever() {
            record(Events.delivered(DecodeKind.PARTIAL, false));
            nanos.addAndGet(300_000_000_000L);
            assertEquals(0.25, read().value("stt_decode_latency_max_5m"));
            nanos.addAndGet(5_000_000_000L);
            assertEquals(0, read().value("stt_decode_latency_max_5m"));
            assertEquals(0.25, read().value("stt_decode_latency_max"));
        }

        @ParameterizedTest
        @EnumSource(DropReason.class)
        void aDroppedDecodeIsEitherCancelledOrOrphaned(DropReason reason) {
            boolean isPartialDrop = reason == DropReason.REPLACED
                    || reason == DropReason.PER_STREAM_LIMIT
                    || reason == DropReason.GLOBAL_LIMIT;
            Map<String, Double> cancelled = isPartialDrop
                    ? Map.of(
                            "stt_decode_cancelled",
                            1.0,
                            "stt_partial_drop_count",
                            1.0,
                            "stt_partials_dropped_total{reason=\"" + reason.label() + "\"}",
                            1.0,
                            "stt_decodes_total{kind=\"partial\",outcome=\"cancelled\"}",
                            1.0)
                    : Map.of(
                            "stt_decode_cancelled", 1.0,
                            "stt_decodes_total{kind=\"partial\",outcome=\"cancelled\"}", 1.0);
            assertMoves(new ServerEvent.DecodeDropped("s", DecodeKind.PARTIAL, false, reason), cancelled);
            assertMoves(
                    new ServerEvent.DecodeDropped("s", DecodeKind.SETTLED, true, reason),
                    Map.of(
                            "stt_decode_orphaned", 1.0,
                            "stt_decodes_total{kind=\"settled\",outcome=\"orphaned\"}", 1.0));
        }

        @Test
        void aSkippedPartialIsADropButNoDecode() {
            assertMoves(
                    new ServerEvent.PartialSkipped("s", DropReason.GLOBAL_LIMIT),
                    Map.of(
                            "stt_partial_drop_count", 1.0,
                            "stt_partials_dropped_total{reason=\"global_limit\"}", 1.0));
        }

        @Test
        void aFailedDecodeIsCounted() {
            assertMoves(
                    new ServerEvent.DecodeFailed("s", DecodeKind.SETTLED, "boom"),
                    Map.of("stt_decodes_total{kind=\"settled\",outcome=\"failed\"}", 1.0));
        }

        @Test
        void schedulingMovesNoCounter() {
            assertMoves(new ServerEvent.DecodeScheduled("s", DecodeKind.PARTIAL, 1, 1, 0, "m"), Map.of());
        }
    }

    @Nested
    class SessionsAndSpeech {
        @Test
        void eachEventMovesItsSeriesOnly() {
            SessionFacts session = Events.session("s");
            assertMoves(new ServerEvent.SessionCreated(session), Map.of("stt_sessions_created_total", 1.0));
            assertMoves(new ServerEvent.SessionRemoved("s", "stream_end"), Map.of());
            assertMoves(new ServerEvent.SessionRemoved("s", "expired"), Map.of("stt_sessions_expired_total", 1.0));
            assertMoves(new ServerEvent.StreamStarted(session, 1), Map.of("stt_streams_started_total", 1.0));
            assertMoves(
                    new ServerEvent.StreamFinished(null, StreamEndReason.SESSION_UNKNOWN, 0, 1),
                    Map.of("stt_streams_finished_total{reason=\"session_unknown\"}", 1.0));
            assertMoves(new ServerEvent.ResultSent(false), Map.of("stt_results_total{kind=\"partial\"}", 1.0));
            assertMoves(new ServerEvent.ResultSent(true), Map.of("stt_results_total{kind=\"final\"}", 1.0));
            assertMoves(
                    new ServerEvent.VadTriggered("s"),
                    Map.of("stt_vad_triggers_total", 1.0, "stt_active_vad_utterances", 1.0));
            assertMoves(new ServerEvent.TriggeredUtteranceSettled(), Map.of("stt_active_vad_utterances", -1.0));
            assertMoves(
                    new ServerEvent.UtteranceEnded(UtteranceEnd.HALF_CLOSE),
                    Map.of("stt_utterances_total{end=\"half_close\"}", 1.0));
            assertMoves(
                    new ServerEvent.UtteranceDropped(UtteranceDropReason.RMS_GATE),
                    Map.of("stt_utterances_dropped_total{reason=\"rms_gate\"}", 1.0));
            assertMoves(new ServerEvent.FinalLost("s"), Map.of("stt_lost_finals_total", 1.0));
            assertMoves(new ServerEvent.AudioDropped("s", 640), Map.of("stt_audio_dropped_bytes_total", 640.0));
            assertMoves(
                    new ServerEvent.SessionLimitHit(SessionLimit.API_KEY),
                    Map.of("stt_session_limit_rejects_total{limit=\"api_key\"}", 1.0));
            assertMoves(new ServerEvent.DecodeAhead(true), Map.of("stt_decode_ahead_total{outcome=\"used\"}", 1.0));
            assertMoves(
                    new ServerEvent.DecodeAhead(false), Map.of("stt_decode_ahead_total{outcome=\"abandoned\"}", 1.0));
            assertMoves(
                    new ServerEvent.GuardHit(ServerEvent.Guard.REPETITION),
                    Map.of("stt_guard_hits_total{reason=\"repetition\"}", 1.0));
        }

        @Test
        void gaugesShowWhatTheServerSays() {
            gauges.activeSessions = 7;
            gauges.decodePending = 3;
            gauges.maxSessions = -1;
            gauges.configVersion = 12;
            gauges.draining = true;
            gauges.ready = true;
            gauges.logRecordsDropped = 5;
            Exposition now = read();
            assertEquals(7, now.value("stt_active_sessions"));
            assertEquals(3, now.value("stt_decode_pending"));
            assertEquals(3, now.value("stt_decode_queue_depth"));
            assertEquals(0, now.value("stt_limit_max_sessions"));
            assertEquals(12, now.value("stt_config_version"));
            assertEquals(1, now.value("stt_draining"));
            assertEquals(1, now.value("stt_ready"));
            assertEquals(5, now.value("stt_log_records_dropped_total"));
            assertEquals("counter", now.type("stt_log_records_dropped_total"));
            assertEquals(1, now.value("stt_build_info{version=\"0.1.0\",runtime=\"21.0.1\"}"));
        }

        @Test
        void onlyTheLargestStreamBuffersAreShown() {
            gauges.streamBufferBytes = Map.of("aa", 10L, "bb", 30L, "cc", 20L);
            gauges.maxStreamBufferSeries = 2;
            Exposition now = read();
            assertFalse(now.has("stt_stream_buffer_bytes_aa"));
            assertEquals(30, now.value("stt_stream_buffer_bytes_bb"));
            assertEquals(20, now.value("stt_stream_buffer_bytes_cc"));
            assertEquals(30, now.value("stt_stream_buffer_max_bytes"));
            assertEquals("gauge", now.type("stt_stream_buffer_bytes_bb"));
        }

        @Test
        void sessionsByKeyAreShownIfTheServerSaysSo() {
            gauges.activeSessionsByApi = Optional.of(Map.of("7c35c5a1785d2070", 2L));
            assertEquals(2, read().value("stt_active_sessions_by_api_7c35c5a1785d2070"));
        }
    }

    @Nested
    class Refusals {
        @Test
        void aFailedCallIsCountedOnceByStatus() {
            assertMoves(
                    Events.rpc(RpcMethod.STREAM, StatusName.PERMISSION_DENIED, ErrorCode.SESSION_TOKEN_INVALID, 1),
                    Map.of(
                            "stt_error_counts_PERMISSION_DENIED", 1.0,
                            "stt_rpcs_total{method=\"stream\",status=\"PERMISSION_DENIED\",code=\"ERR1005\"}", 1.0));
            assertMoves(
                    Events.rpc(RpcMethod.STREAM, StatusName.INVALID_ARGUMENT, null, 1),
                    Map.of(
                            "stt_error_counts_INVALID_ARGUMENT", 1.0,
                            "stt_rpcs_total{method=\"stream\",status=\"INVALID_ARGUMENT\",code=\"none\"}", 1.0));
        }

        @Test
        void aCancelIsNoError() {
            assertMoves(
                    Events.rpc(RpcMethod.STREAM, StatusName.CANCELLED, null, 1),
                    Map.of("stt_rpcs_total{method=\"stream\",status=\"CANCELLED\",code=\"none\"}", 1.0));
        }

        @Test
        void aBucketRefusalIsCountedByScopeAndKey() {
            assertMoves(
                    new ServerEvent.RateLimited(RateScope.HTTP, "508cc0fe26185d71"),
                    Map.of(
                            "stt_rate_limited_total{scope=\"http\"}", 1.0,
                            "stt_rate_limit_blocks_http", 1.0,
                            "stt_rate_limit_blocks_by_key_http_508cc0fe26185d71", 1.0));
            assertEquals("counter", read().type("stt_rate_limit_blocks_by_key_http_508cc0fe26185d71"));
        }

        @Test
        void ahundredKeysAreRememberedThoseBlockedLast() {
            for (int i = 0; i < 150; i++) {
                record(new ServerEvent.RateLimited(RateScope.STREAM, "k" + i));
                record(new ServerEvent.RateLimited(RateScope.STREAM, "k0"));
            }
            Exposition now = read();
            long shown = now.families().stream()
                    .filter(name -> name.startsWith("stt_rate_limit_blocks_by_key_"))
                    .count();
            assertEquals(100, shown);
            assertEquals(151, now.value("stt_rate_limit_blocks_by_key_stream_k0"));
            assertTrue(now.has("stt_rate_limit_blocks_by_key_stream_k51"));
            assertFalse(now.has("stt_rate_limit_blocks_by_key_stream_k50"));
        }
    }

    @Test
    void countsExactlyUnderEightThreads() throws InterruptedException {
        int threads = 8;
        int rounds = 25_000;
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(Thread.ofPlatform().start(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                for (int round = 0; round < rounds; round++) {
                    record(
                            Events.delivered(DecodeKind.SETTLED, false),
                            new ServerEvent.ResultSent(true),
                            Events.rpc(RpcMethod.CREATE_SESSION, StatusName.OK, null, 300),
                            new ServerEvent.RateLimited(RateScope.STREAM, "k"));
                }
            }));
        }
        start.countDown();
        for (Thread thread : running) {
            thread.join();
        }
        double total = threads * rounds;
        Exposition now = read();
        assertEquals(total, now.value("stt_decode_latency_count"));
        assertEquals(total * 0.25, now.value("stt_decode_latency_total"));
        assertEquals(total * 0.5, now.value("stt_rtf_total"));
        assertEquals(total, now.value("stt_decode_latency_sec_bucket{le=\"0.5\"}"));
        assertEquals(total, now.value("stt_decode_duration_seconds_count{kind=\"settled\"}"));
        assertEquals(total, now.value("stt_results_total{kind=\"final\"}"));
        assertEquals(total, now.value("stt_slo_events_total{sli=\"create_session\",result=\"good\"}"));
        assertEquals(total, now.value("stt_rate_limit_blocks_by_key_stream_k"));
        assertEquals(0.25, now.value("stt_decode_latency_max_5m"));
    }
}
