package io.heliograph.server.telemetry;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.error.StatusName;
import io.heliograph.server.telemetry.ServerEvent.RateScope;
import io.heliograph.server.telemetry.ServerEvent.RpcMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What /metrics and /metrics.json look like; the golden file is written anew with {@code -Dgolden.update=true}. */
final class MetricsLayoutTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/metrics/exposition.txt");

    private final FakeGauges gauges = new FakeGauges();
    private final MetricsRecorder recorder = new MetricsRecorder(gauges, new BuildFacts("0.1.0", "21.0.1"), () -> 0L);

    @BeforeEach
    void liveALittle() {
        gauges.activeSessions = 2;
        gauges.maxTotalBufferBytes = 536_870_912;
        gauges.streamBufferBytes = Map.of("a29d803b477eb420", 64_000L);
        recorder.record(Events.delivered(DecodeKind.PARTIAL, false));
        recorder.record(Events.rpc(RpcMethod.CREATE_SESSION, StatusName.OK, null, 12));
        recorder.record(Events.rpc(RpcMethod.STREAM, StatusName.RESOURCE_EXHAUSTED, null, 12));
        recorder.record(new ServerEvent.RateLimited(RateScope.STREAM, "508cc0fe26185d71"));
    }

    private MetricsSnapshot snapshot() {
        return recorder.snapshot();
    }

    @Test
    void theTextIsTheGoldenOne() throws IOException {
        MetricsSnapshot all = snapshot();
        List<MetricFamily> steady = all.extended().stream()
                .filter(family -> !family.name().contains("process_"))
                .toList();
        String text = PrometheusText.of(new MetricsSnapshot(all.scalars(), steady, all.groups(), all.histograms()));
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, text);
        }
        assertEquals(Files.readString(GOLDEN), text);
    }

    @Test
    void familiesAreSortedAndHistogramsComeLast() {
        Exposition exposition = Exposition.parse(PrometheusText.of(snapshot()));
        List<String> names = exposition.families();
        List<String> histograms = names.stream()
                .filter(name -> exposition.type(name).equals("histogram"))
                .toList();
        List<String> others = names.subList(0, names.size() - histograms.size());
        assertEquals(
                List.of(
                        "stt_create_session_latency_seconds",
                        "stt_decode_buffer_wait_sec",
                        "stt_decode_class_wait_seconds",
                        "stt_decode_duration_seconds",
                        "stt_decode_latency_sec",
                        "stt_decode_queue_wait_sec",
                        "stt_decode_response_emit_sec",
                        "stt_final_after_trigger_seconds",
                        "stt_final_latency_seconds",
                        "stt_first_partial_latency_seconds"),
                histograms);
        assertEquals(others.stream().sorted().toList(), others);
        assertTrue(others.stream().noneMatch(histograms::contains));
    }

    @Test
    void theJsonHasEveryPart() {
        gauges.activeSessionsByApi = Optional.of(Map.of());
        MetricsSnapshot snapshot = snapshot();
        Map<String, Object> json = new Yaml().load(MetricsJson.of(snapshot));

        assertEquals(26, snapshot.scalars().size());
        snapshot.scalars()
                .forEach(family -> assertTrue(json.containsKey(family.name().substring(4)), family.name()));
        assertEquals(2, json.get("active_sessions"));
        assertEquals(0.25, json.get("decode_latency_total"));
        assertEquals(1, json.get("decode_latency_count"));
        assertEquals(Map.of("RESOURCE_EXHAUSTED", 1), json.get("error_counts"));
        assertEquals(Map.of("stream", 1), json.get("rate_limit_blocks"));
        assertEquals(Map.of("stream_508cc0fe26185d71", 1), json.get("rate_limit_blocks_by_key"));
        assertEquals(Map.of("a29d803b477eb420", 64_000), json.get("stream_buffer_bytes"));
        assertEquals(Map.of(), json.get("active_sessions_by_api"));

        Map<?, ?> histograms = object(json, "histograms");
        assertEquals(13, histograms.size());
        Map<?, ?> duration = object(histograms, "decode_duration_seconds{kind=\"partial\"}");
        assertEquals(1, duration.get("count"));
        assertEquals(0.27, duration.get("sum"));
        Map<?, ?> buckets = object(duration, "buckets");
        assertEquals(21, buckets.size());
        assertEquals(0, buckets.get("0.2"));
        assertEquals(1, buckets.get("0.3"));
        assertEquals(1, buckets.get("+Inf"));

        Map<?, ?> extended = object(json, "extended");
        assertEquals(1, extended.get("stt_rpcs_total{method=\"create_session\",status=\"OK\",code=\"none\"}"));
        assertEquals(0.25, extended.get("stt_decode_latency_max_5m"));
        assertEquals(536_870_912, extended.get("stt_limit_max_total_buffer_bytes"));
    }

    private static Map<?, ?> object(Map<?, ?> parent, String key) {
        return (Map<?, ?>) requireNonNull(parent.get(key), key);
    }

    @Test
    void jsonOmitsWhatIsNotExposed() {
        gauges.maxStreamBufferSeries = 0;
        Map<String, Object> json = new Yaml().load(MetricsJson.of(snapshot()));
        assertFalse(json.containsKey("active_sessions_by_api"));
        assertFalse(json.containsKey("stream_buffer_bytes"));
    }

    @Test
    void theJsonSeriesAreThoseOfTheText() {
        MetricsSnapshot snapshot = snapshot();
        Map<String, Object> json = new Yaml().load(MetricsJson.of(snapshot));
        Map<?, ?> extended = object(json, "extended");
        Exposition exposition = Exposition.parse(PrometheusText.of(snapshot));
        extended.forEach((series, value) ->
                assertEquals(exposition.value((String) series), ((Number) value).doubleValue(), (String) series));
    }
}
