package io.heliograph.server.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a scrape shows before anything happened. */
final class MetricsFromTheStartTest {
    private final MetricsRecorder recorder = new MetricsRecorder(new FakeGauges(), new BuildFacts("0", "21"), () -> 0L);

    private Exposition read() {
        return Exposition.parse(PrometheusText.of(recorder.snapshot()));
    }

    @ParameterizedTest
    @CsvSource({
        "stt_active_sessions, gauge", "stt_buffer_bytes_total, gauge",
        "stt_decode_pending, gauge", "stt_decode_latency_total, counter",
        "stt_decode_latency_count, counter", "stt_decode_latency_max, gauge",
        "stt_decode_buffer_wait_total, counter", "stt_decode_buffer_wait_count, counter",
        "stt_decode_buffer_wait_max, gauge", "stt_decode_queue_wait_total, counter",
        "stt_decode_queue_wait_count, counter", "stt_decode_queue_wait_max, gauge",
        "stt_decode_response_emit_total, counter", "stt_decode_response_emit_count, counter",
        "stt_decode_response_emit_max, gauge", "stt_rtf_total, counter",
        "stt_rtf_count, counter", "stt_rtf_max, gauge",
        "stt_decode_cancelled, counter", "stt_decode_orphaned, counter",
        "stt_partial_drop_count, counter", "stt_vad_triggers_total, counter",
        "stt_active_vad_utterances, gauge", "stt_vad_model_deepcopy_fallback_total, counter",
        "stt_rtf_avg, gauge", "stt_decode_queue_depth, gauge"
    })
    void everyScalarIsPresentWithItsType(String name, String type) {
        assertEquals(type, read().type(name));
        assertEquals(0, read().value(name));
    }

    @Test
    void labelCombinationsAreComplete() {
        List<String> expected = new ArrayList<>();
        for (String kind : List.of("partial", "settled")) {
            for (String outcome : List.of("delivered", "empty", "cancelled", "orphaned", "failed")) {
                expected.add("stt_decodes_total{kind=\"" + kind + "\",outcome=\"" + outcome + "\"}");
            }
            expected.add("stt_decode_duration_seconds_count{kind=\"" + kind + "\"}");
        }
        for (String decodeClass : List.of("settled", "first_partial", "refresh")) {
            expected.add("stt_decode_class_wait_seconds_count{class=\"" + decodeClass + "\"}");
        }
        for (String sli : List.of("create_session", "first_partial", "final", "errors")) {
            expected.add("stt_slo_events_total{sli=\"" + sli + "\",result=\"good\"}");
            expected.add("stt_slo_events_total{sli=\"" + sli + "\",result=\"bad\"}");
        }
        for (String method : List.of("create_session", "stream")) {
            for (ErrorCode code : ErrorCode.values()) {
                expected.add("stt_rpcs_total{method=\"" + method + "\",status=\"" + code.status() + "\",code=\""
                        + code.code() + "\"}");
            }
            expected.add("stt_rpcs_total{method=\"" + method + "\",status=\"OK\",code=\"none\"}");
            expected.add("stt_rpcs_total{method=\"" + method + "\",status=\"CANCELLED\",code=\"none\"}");
        }
        for (StreamEndReason reason : StreamEndReason.values()) {
            expected.add("stt_streams_finished_total{reason=\"" + reason.label() + "\"}");
        }
        one(expected, "stt_session_limit_rejects_total", "limit", "total", "ip", "api_key", "unbound");
        one(expected, "stt_rate_limited_total", "scope", "create_session", "stream", "http");
        one(expected, "stt_results_total", "kind", "partial", "final");
        one(expected, "stt_partials_dropped_total", "reason", "replaced", "per_stream_limit", "global_limit");
        one(expected, "stt_utterances_total", "end", "vad", "auto_end", "final_chunk", "half_close", "server");
        one(expected, "stt_utterances_dropped_total", "reason", "rms_gate", "stream_end", "error");
        one(expected, "stt_decode_ahead_total", "outcome", "used", "abandoned");
        one(expected, "stt_overload_pressure_ratio", "signal", "memory", "queue", "cpu");
        one(
                expected,
                "stt_overload_steps_total",
                "step",
                "stretch_partials",
                "partials_off",
                "refuse_sessions",
                "close_largest");
        one(expected, "stt_guard_hits_total", "reason", "silent_audio", "no_speech", "token_rate", "repetition");

        Exposition exposition = read();
        List<String> labelled = exposition.values().keySet().stream()
                .filter(series -> series.contains("{"))
                .filter(series -> !series.contains("le=") && !series.contains("_sum"))
                .filter(series -> !series.startsWith("stt_build_info"))
                .sorted()
                .toList();
        assertEquals(expected.stream().sorted().toList(), labelled);
        labelled.forEach(series -> assertEquals(0, exposition.value(series), series));
    }

    private void one(List<String> expected, String name, String label, String... values) {
        for (String value : values) {
            expected.add(name + "{" + label + "=\"" + value + "\"}");
        }
    }

    @Test
    void dynamicNamesAreAbsent() {
        assertTrue(read().families().stream()
                .noneMatch(name -> name.matches(
                        "stt_(error_counts|rate_limit_blocks|stream_buffer_bytes|active_sessions_by_api)_.*")));
    }
}
