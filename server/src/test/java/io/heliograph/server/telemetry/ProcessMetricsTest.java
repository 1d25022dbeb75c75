package io.heliograph.server.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessMetricsTest {
    @TempDir
    Path folder;

    private double value(String name) {
        return new ProcessMetrics(folder)
                .read().stream()
                        .filter(family -> family.name().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .samples()
                        .getFirst()
                        .value();
    }

    @Test
    void readsMemoryAndThreadsFromProc() throws IOException {
        Files.writeString(
                folder.resolve("status"), "Name:\tjava\nVmSize:\t  2048 kB\nVmRSS:\t     3 kB\nThreads:\t41\nx\n");
        assertEquals(2048 * 1024, value("process_virtual_memory_bytes"));
        assertEquals(3 * 1024, value("process_resident_memory_bytes"));
        assertEquals(41, value("stt_process_threads"));
    }

    @Test
    void leavesOutWhatTheSystemDoesNotTell() {
        List<String> names = new ProcessMetrics(folder)
                .read().stream().map(MetricFamily::name).toList();
        assertTrue(names.contains("process_cpu_seconds_total"));
        assertTrue(names.contains("process_start_time_seconds"));
        assertTrue(
                names.stream().noneMatch(name -> name.contains("memory") || name.contains("threads")),
                () -> "" + names);
    }

    @Test
    void theProcessorTimeIsACounter() {
        assertEquals(
                List.of("process_cpu_seconds_total"),
                new ProcessMetrics(folder)
                        .read().stream()
                                .filter(family -> family.type() == MetricType.COUNTER)
                                .map(MetricFamily::name)
                                .toList());
        assertTrue(value("process_cpu_seconds_total") > 0);
    }
}
