package io.heliograph.server.telemetry;

import static io.heliograph.server.telemetry.MetricType.COUNTER;
import static io.heliograph.server.telemetry.MetricType.GAUGE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The process as the operating system sees it, read at each scrape. What the system does not tell (memory and threads without
 * {@code /proc}) has no series. Thread-safe.
 */
final class ProcessMetrics {
    private static final Path PROC_SELF = Path.of("/proc/self");
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final long BYTES_PER_KIB = 1024;

    private final Path procSelf;

    ProcessMetrics() {
        this(PROC_SELF);
    }

    ProcessMetrics(Path procSelf) {
        this.procSelf = procSelf;
    }

    List<MetricFamily> read() {
        List<MetricFamily> families = new ArrayList<>();
        Map<String, Long> status = status();
        addIfKnown(
                families, status, "VmRSS", BYTES_PER_KIB, "process_resident_memory_bytes", "Resident memory, bytes.");
        addIfKnown(families, status, "VmSize", BYTES_PER_KIB, "process_virtual_memory_bytes", "Virtual memory, bytes.");
        addIfKnown(families, status, "Threads", 1, "stt_process_threads", "Threads of the operating system.");
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                && system.getProcessCpuTime() >= 0) {
            families.add(MetricFamily.decimal(
                    "process_cpu_seconds_total",
                    COUNTER,
                    "Processor time used, user and system, seconds.",
                    system.getProcessCpuTime() / NANOS_PER_SECOND));
        }
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                && unix.getOpenFileDescriptorCount() >= 0) {
            families.add(MetricFamily.count(
                    "process_open_fds", GAUGE, "Open file descriptors.", unix.getOpenFileDescriptorCount()));
        }
        ProcessHandle.current()
                .info()
                .startInstant()
                .ifPresent(start -> families.add(MetricFamily.decimal(
                        "process_start_time_seconds",
                        GAUGE,
                        "When the process started, seconds since 1970.",
                        start.toEpochMilli() / MILLIS_PER_SECOND)));
        return families;
    }

    private static void addIfKnown(
            List<MetricFamily> families, Map<String, Long> status, String key, long unit, String name, String help) {
        Long value = status.get(key);
        if (value != null) {
            families.add(MetricFamily.count(name, GAUGE, help, value * unit));
        }
    }

    /** The numbers of {@code /proc/self/status}, lines like {@code VmRSS: 123 kB}; empty where there is no such file. */
    private Map<String, Long> status() {
        Map<String, Long> numbers = new HashMap<>();
        Path file = procSelf.resolve("status");
        try {
            for (String line : Files.readAllLines(file, ISO_8859_1)) {
                int colon = line.indexOf(':');
                String value = line.substring(colon + 1).replace("kB", "").strip();
                if (colon > 0 && !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
                    numbers.put(line.substring(0, colon), Long.parseLong(value));
                }
            }
        } catch (IOException | NumberFormatException e) {
            return Map.of();
        }
        return numbers;
    }
}
