package io.heliograph.server.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.machine.Gpu;
import java.util.List;
import org.junit.jupiter.api.Test;

/** GPU figures in a scrape. */
final class GpuMetricsTest {
    private final FakeGauges gauges = new FakeGauges();
    private final MetricsRecorder recorder = new MetricsRecorder(gauges, new BuildFacts("0", "21"), () -> 0L);

    private Exposition read() {
        return Exposition.parse(PrometheusText.of(recorder.snapshot()));
    }

    @Test
    void withoutGpusThereAreNoSeries() {
        assertTrue(read().families().stream().noneMatch(name -> name.startsWith("stt_gpu_")));
    }

    @Test
    void eachGpuHasSeriesByItsIndex() {
        gauges.gpus =
                List.of(new Gpu(0, "One", 37, 12, 8_000L, 2_000L, 41), new Gpu(1, "Two", null, null, 9_000L, 0L, null));
        Exposition exposition = read();
        assertEquals("gauge", exposition.type("stt_gpu_memory_used_bytes"));
        assertEquals(2_000, exposition.value("stt_gpu_memory_used_bytes{gpu=\"0\"}"));
        assertEquals(0, exposition.value("stt_gpu_memory_used_bytes{gpu=\"1\"}"));
        assertEquals(9_000, exposition.value("stt_gpu_memory_total_bytes{gpu=\"1\"}"));
        assertEquals(0.37, exposition.value("stt_gpu_utilization_ratio{gpu=\"0\"}"));
        assertFalse(exposition.has("stt_gpu_utilization_ratio{gpu=\"1\"}"));
        assertTrue(MetricsJson.of(recorder.snapshot()).contains("stt_gpu_utilization_ratio{gpu=\\\"0\\\"}\":0.37"));
    }
}
