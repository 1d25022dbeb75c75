package io.heliograph.server.limits;

import static io.heliograph.server.limits.LimitKey.*;
import static io.heliograph.server.limits.LiveKind.NEW_SESSIONS;
import static io.heliograph.server.limits.LiveKind.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The contract's defaults, written down once more, and the way of each key to its own property and to no other. */
class LimitsMappingTest {
    private static final String DIGEST = "a".repeat(64);
    private static final Map<String, Object> REALTIME = Map.of(
            "beam_size", 1,
            "best_of", 1,
            "patience", 1.0,
            "temperature", 0.0,
            "length_penalty", 1.0,
            "without_timestamps", true,
            "compression_ratio_threshold", 2.4,
            "no_speech_threshold", 0.6,
            "log_prob_threshold", -1.0);

    private record Row(
            LimitKey key, @Nullable Object codeDefault, Object other, Function<Limits, @Nullable Object> property) {}

    private static Row row(
            LimitKey key, @Nullable Object codeDefault, Object other, Function<Limits, @Nullable Object> property) {
        return new Row(key, codeDefault, other, property);
    }

    private static List<Row> rows() {
        return Stream.of(
                        sessionRows(),
                        audioRows(),
                        decodeRows(),
                        throttleRows(),
                        overloadRows(),
                        outerRows(),
                        objectiveRows(),
                        speechRows())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Row> sessionRows() {
        return List.of(
                row(MAX_SESSIONS, 4, 7, l -> l.sessions().maxSessions()),
                row(CREATE_SESSION_RPS, 5.0, 7.5, l -> l.sessions().createSessionRps()),
                row(CREATE_SESSION_BURST, 10.0, 7.5, l -> l.sessions().createSessionBurst()),
                row(MAX_SESSIONS_PER_IP, 4, 7, l -> l.sessions().maxSessionsPerIp()),
                row(MAX_SESSIONS_PER_API_KEY, 8, 7, l -> l.sessions().maxSessionsPerApiKey()),
                row(UNVERIFIED_KEY_IP_FACTOR, 8.0, 7.5, l -> l.sessions().unverifiedKeyIpFactor()),
                row(SESSION_TIMEOUT_SEC, 60.0, 7.5, l -> l.sessions().sessionTimeoutSec()),
                row(SESSION_START_TIMEOUT_SEC, 60.0, 7.5, l -> l.sessions().sessionStartTimeoutSec()),
                row(ADMISSION_BY_HEADROOM, false, true, l -> l.sessions().byHeadroom()),
                row(HEADROOM_BUSY_RATIO, 0.85, 0.75, l -> l.sessions().headroomBusyRatio()));
    }

    private static List<Row> audioRows() {
        return List.of(
                row(MAX_AUDIO_SECONDS_PER_SESSION, 300.0, 7.5, l -> l.audio().maxAudioSecondsPerSession()),
                row(MAX_AUDIO_BYTES_PER_SEC, 32000L, 7L, l -> l.audio().maxAudioBytesPerSec()),
                row(MAX_AUDIO_BYTES_PER_SEC_BURST, 64000L, 7L, l -> l.audio().maxAudioBytesPerSecBurst()),
                row(MAX_AUDIO_BYTES_PER_SEC_REALTIME, null, 7L, l -> l.audio().maxAudioBytesPerSecRealtime()),
                row(
                        MAX_AUDIO_BYTES_PER_SEC_BURST_REALTIME,
                        null,
                        7L,
                        l -> l.audio().maxAudioBytesPerSecBurstRealtime()),
                row(MAX_AUDIO_BYTES_PER_SEC_BATCH, null, 7L, l -> l.audio().maxAudioBytesPerSecBatch()),
                row(
                        MAX_AUDIO_BYTES_PER_SEC_BURST_BATCH,
                        null,
                        7L,
                        l -> l.audio().maxAudioBytesPerSecBurstBatch()),
                row(MAX_CHUNK_MS, 2000, 7, l -> l.audio().maxChunkMs()),
                row(MAX_BUFFER_SEC, 20.0, 7.5, l -> l.audio().maxBufferSec()),
                row(MAX_BUFFER_BYTES, null, 7L, l -> l.audio().maxBufferBytes()),
                row(BUFFER_OVERLAP_SEC, 0.5, 7.5, l -> l.audio().bufferOverlapSec()),
                row(MAX_TOTAL_BUFFER_BYTES, 67108864L, 1L << 40, l -> l.audio().maxTotalBufferBytes()));
    }

    private static List<Row> decodeRows() {
        return List.of(
                row(DECODE_TIMEOUT_SEC, 30.0, 7.5, l -> l.decode().decodeTimeoutSec()),
                row(MAX_PENDING_DECODES_PER_STREAM, 8, 7, l -> l.decode().maxPendingDecodesPerStream()),
                row(MAX_PENDING_DECODES_GLOBAL, 64, 7, l -> l.decode().maxPendingDecodesGlobal()),
                row(DECODE_QUEUE_TIMEOUT_SEC, 1.0, 7.5, l -> l.decode().decodeQueueTimeoutSec()),
                row(PARTIAL_DECODE_INTERVAL_SEC, 1.5, 7.5, l -> l.partials().partialDecodeIntervalSec()),
                row(PARTIAL_DECODE_WINDOW_SEC, 10.0, 7.5, l -> l.partials().partialDecodeWindowSec()),
                row(FIRST_PARTIAL_SEC, 0.5, 7.5, l -> l.partials().firstPartialSec()),
                row(EMIT_FINAL_ON_VAD, false, true, l -> l.partials().emitFinalOnVad()));
    }

    private static List<Row> throttleRows() {
        return List.of(
                row(ADAPTIVE_THROTTLE_ENABLED, false, true, l -> l.throttle().enabled()),
                row(ADAPTIVE_THROTTLE_INTERVAL_SEC, 2.0, 7.5, l -> l.throttle().intervalSec()),
                row(ADAPTIVE_PENDING_RATIO_HIGH, 0.8, 0.75, l -> l.throttle().pendingRatioHigh()),
                row(ADAPTIVE_BUFFER_RATIO_HIGH, 0.85, 0.75, l -> l.throttle().bufferRatioHigh()),
                row(ADAPTIVE_ORPHAN_RATE_HIGH, 0.2, 0.75, l -> l.throttle().orphanRateHigh()),
                row(ADAPTIVE_PARTIAL_INTERVAL_SCALE, 2.0, 7.5, l -> l.throttle().partialIntervalScale()),
                row(
                        ADAPTIVE_PARTIAL_INTERVAL_MAX_SEC,
                        null,
                        7.5,
                        l -> l.throttle().partialIntervalMaxSec()),
                row(
                        ADAPTIVE_CREATE_SESSION_BACKOFF_SEC,
                        2.0,
                        7.5,
                        l -> l.throttle().createSessionBackoffSec()));
    }

    private static List<Row> overloadRows() {
        return List.of(
                row(OVERLOAD_ENABLED, true, false, l -> l.overload().enabled()),
                row(OVERLOAD_RISE_SEC, 2.0, 7.5, l -> l.overload().riseSec()),
                row(OVERLOAD_FALL_SEC, 5.0, 7.5, l -> l.overload().fallSec()),
                row(OVERLOAD_FALL_RATIO, 0.8, 0.75, l -> l.overload().fallRatio()),
                row(OVERLOAD_QUEUE_LIMIT_SEC, 2.0, 7.5, l -> l.overload().queueLimitSec()),
                row(OVERLOAD_WATCH_CPU, false, true, l -> l.overload().watchesCpu()),
                row(
                        OVERLOAD_STRETCH_MEMORY,
                        0.85,
                        0.75,
                        l -> l.overload().stretch().memory()),
                row(
                        OVERLOAD_STRETCH_QUEUE,
                        0.5,
                        0.75,
                        l -> l.overload().stretch().queue()),
                row(OVERLOAD_STRETCH_CPU, 0.9, 0.75, l -> l.overload().stretch().cpu()),
                row(
                        OVERLOAD_PARTIALS_OFF_MEMORY,
                        0.9,
                        0.75,
                        l -> l.overload().partialsOff().memory()),
                row(
                        OVERLOAD_PARTIALS_OFF_QUEUE,
                        1.0,
                        0.75,
                        l -> l.overload().partialsOff().queue()),
                row(
                        OVERLOAD_PARTIALS_OFF_CPU,
                        0.95,
                        0.75,
                        l -> l.overload().partialsOff().cpu()),
                row(
                        OVERLOAD_REFUSE_MEMORY,
                        0.94,
                        0.75,
                        l -> l.overload().refuse().memory()),
                row(OVERLOAD_REFUSE_QUEUE, 1.5, 0.75, l -> l.overload().refuse().queue()),
                row(OVERLOAD_REFUSE_CPU, 0.98, 0.75, l -> l.overload().refuse().cpu()),
                row(OVERLOAD_CLOSE_MEMORY, 0.97, 0.75, l -> l.overload().close().memory()),
                row(OVERLOAD_CLOSE_PERIOD_SEC, 5.0, 7.5, l -> l.overload().closePeriodSec()),
                row(OVERLOAD_CLOSE_MIN_BYTES, 262144L, 7L, l -> l.overload().closeMinBytes()));
    }

    private static List<Row> outerRows() {
        return List.of(
                row(HTTP_RATE_LIMIT_RPS, 5.0, 7.5, l -> l.http().rateLimitRps()),
                row(HTTP_RATE_LIMIT_BURST, 10.0, 7.5, l -> l.http().rateLimitBurst()),
                row(
                        HTTP_TRUSTED_PROXIES,
                        List.of(),
                        List.of("10.0.0.0/8"),
                        l -> l.http().trustedProxies()),
                row(
                        WS_ALLOWED_ORIGINS,
                        List.of(),
                        List.of("https://a"),
                        l -> l.http().allowedOrigins()),
                row(LOG_METRICS, false, true, l -> l.logging().logMetrics()),
                row(LOG_LEVEL, "INFO", "TRACE", l -> l.logging().level()),
                row(ENGINE_LOG_LEVEL, null, "ERROR", l -> l.logging().engineLevel()),
                row(LOG_TRANSCRIPTS, false, true, l -> l.logging().logTranscripts()),
                row(TRANSCRIPT_RETENTION_DAYS, 7, 8, l -> l.logging().transcriptRetentionDays()),
                row(EXPOSE_API_KEY_SESSIONS, false, true, l -> l.metrics().exposeApiKeySessions()),
                row(MAX_STREAM_BUFFER_SERIES, 256, 7, l -> l.metrics().maxStreamBufferSeries()),
                row(REQUIRE_API_KEY, false, true, l -> l.auth().requireApiKey()),
                row(CREATE_SESSION_AUTH_TTL_SEC, 0.0, 7.5, l -> l.auth().createSessionAuthTtlSec()),
                row(API_KEYS, List.of(), List.of(DIGEST), l -> l.auth().apiKeyDigests()),
                row(PERSIST_AUDIO, false, true, l -> l.capture().persistAudio()),
                row(CAPTURE_QUEUE_MAX_CHUNKS, 256, 7, l -> l.capture().queueMaxChunks()),
                row(CAPTURE_MAX_BYTES, null, 7L, l -> l.capture().maxBytes()),
                row(CAPTURE_MAX_FILES, null, 7, l -> l.capture().maxFiles()),
                row(CAPTURE_MAX_AGE_DAYS, null, 7, l -> l.capture().maxAgeDays()),
                row(HEALTH_WINDOW_SEC, 60.0, 7.5, l -> l.health().windowSec()),
                row(HEALTH_MIN_EVENTS, 5, 7, l -> l.health().minEvents()),
                row(HEALTH_MAX_TIMEOUT_RATIO, 0.5, 0.75, l -> l.health().maxTimeoutRatio()),
                row(HEALTH_MIN_SUCCESS_RATIO, 0.5, 0.75, l -> l.health().minSuccessRatio()));
    }

    private static List<Row> objectiveRows() {
        return List.of(
                row(
                        CREATE_SESSION_TARGET,
                        0.99,
                        0.5,
                        l -> l.objectives().createSession().target()),
                row(
                        CREATE_SESSION_THRESHOLD_SEC,
                        0.3,
                        0.5,
                        l -> l.objectives().createSession().thresholdSec()),
                row(
                        CREATE_SESSION_WINDOW_SEC,
                        2_592_000,
                        60,
                        l -> l.objectives().createSession().windowSec()),
                row(
                        FIRST_PARTIAL_TARGET,
                        0.99,
                        0.5,
                        l -> l.objectives().firstPartial().target()),
                row(
                        FIRST_PARTIAL_THRESHOLD_SEC,
                        2.5,
                        0.5,
                        l -> l.objectives().firstPartial().thresholdSec()),
                row(
                        FIRST_PARTIAL_WINDOW_SEC,
                        2_592_000,
                        60,
                        l -> l.objectives().firstPartial().windowSec()),
                row(
                        FIRST_PARTIAL_MIN_SPEECH_SEC,
                        1.0,
                        0.5,
                        l -> l.objectives().firstPartial().minSpeechSec()),
                row(
                        FIRST_PARTIAL_PACED_ONLY,
                        true,
                        false,
                        l -> l.objectives().firstPartial().pacedOnly()),
                row(FINAL_TARGET, 0.99, 0.5, l -> l.objectives().finalText().target()),
                row(
                        FINAL_THRESHOLD_SEC,
                        5.0,
                        0.5,
                        l -> l.objectives().finalText().thresholdSec()),
                row(
                        FINAL_WINDOW_SEC,
                        2_592_000,
                        60,
                        l -> l.objectives().finalText().windowSec()),
                row(
                        FINAL_MIN_SPEECH_SEC,
                        0.0,
                        0.5,
                        l -> l.objectives().finalText().minSpeechSec()),
                row(
                        FINAL_PACED_ONLY,
                        true,
                        false,
                        l -> l.objectives().finalText().pacedOnly()),
                row(ERRORS_TARGET, 0.995, 0.5, l -> l.objectives().errors().target()),
                row(
                        ERRORS_WINDOW_SEC,
                        2_592_000,
                        60,
                        l -> l.objectives().errors().windowSec()));
    }

    private static List<Row> speechRows() {
        return List.of(
                row(VAD_SILENCE, 0.8, 7.5, l -> l.speech().silenceSec()),
                row(VAD_THRESHOLD, 0.5, 0.75, l -> l.speech().threshold()),
                row(VAD_PRE_ROLL_SEC, 0.3, 7.5, l -> l.speech().preRollSec()),
                row(VAD_TAIL_SEC, 0.2, 7.5, l -> l.speech().tailSec()),
                row(SPEECH_RMS_THRESHOLD, 0.02, 0.75, l -> l.speech().rmsThreshold()),
                row(LANGUAGE, "ko", "", l -> l.recognition().language()),
                row(LANGUAGE_FIX, false, true, l -> l.recognition().languageFix()),
                row(TASK, "transcribe", "translate", l -> l.recognition().task()),
                row(
                        DEFAULT_DECODE_PROFILE,
                        "realtime",
                        "accurate",
                        l -> l.recognition().defaultDecodeProfile()),
                row(
                        DECODE_PROFILES,
                        Map.of("realtime", REALTIME),
                        Map.of("fast", Map.of("beam_size", 2)),
                        l -> l.recognition().decodeProfiles()));
    }

    @Test
    void eachKeyHasOneRow() {
        assertEquals(
                EnumSet.allOf(LimitKey.class), rows().stream().map(Row::key).collect(Collectors.toSet()));
        assertEquals(LimitKey.values().length, rows().size());
    }

    @TestFactory
    Stream<DynamicTest> eachDefaultIsTheContracts() {
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.key().fullName(),
                        () -> assertEquals(row.codeDefault(), row.property().apply(Limits.defaults()))));
    }

    @TestFactory
    Stream<DynamicTest> eachKeyReachesItsPropertyAndNoOther() {
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(row.key().fullName(), () -> {
                    assertNotEquals(row.codeDefault(), row.other(), "the sample must differ from the default");
                    Limits changed = Limits.defaults().with(Map.of(row.key().fullName(), row.other()));
                    for (Row each : rows()) {
                        Object expected = each.key() == row.key() ? row.other() : each.codeDefault();
                        assertEquals(
                                expected,
                                each.property().apply(changed),
                                each.key().fullName());
                        assertEquals(
                                expected, changed.value(each.key()), each.key().fullName());
                    }
                }));
    }

    @Test
    void someKeysActOnNewSessionsOnlyAndAllOthersAtOnce() {
        Set<LimitKey> onNewSessions = EnumSet.of(
                EMIT_FINAL_ON_VAD,
                VAD_SILENCE,
                VAD_THRESHOLD,
                VAD_PRE_ROLL_SEC,
                VAD_TAIL_SEC,
                PERSIST_AUDIO,
                LANGUAGE,
                LANGUAGE_FIX,
                TASK,
                DEFAULT_DECODE_PROFILE,
                DECODE_PROFILES);
        for (LimitKey key : LimitKey.values()) {
            assertEquals(
                    onNewSessions.contains(key) ? NEW_SESSIONS : NOW, key.spec().live(), key.fullName());
            assertEquals(key == API_KEYS, key.spec().secret(), key.fullName());
        }
    }
}
