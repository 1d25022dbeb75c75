package io.heliograph.server.telemetry;

import static io.heliograph.server.telemetry.MetricType.GAUGE;

import io.heliograph.server.machine.Gpu;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** GPU figures as series; what no GPU tells has none. */
final class GpuMetrics {
    private static final double PERCENT = 100;

    private GpuMetrics() {}

    static List<MetricFamily> of(List<Gpu> gpus) {
        List<MetricFamily> families = new ArrayList<>();
        add(
                families,
                "stt_gpu_memory_used_bytes",
                "GPU memory in use by all processes, bytes.",
                true,
                gpus,
                Gpu::memoryUsedBytes);
        add(families, "stt_gpu_memory_total_bytes", "GPU memory, bytes.", true, gpus, Gpu::memoryTotalBytes);
        add(families, "stt_gpu_utilization_ratio", "Share of time in which the GPU computes.", false, gpus, gpu -> {
            Integer percent = gpu.utilizationPercent();
            return percent == null ? null : percent / PERCENT;
        });
        return families;
    }

    private static void add(
            List<MetricFamily> families,
            String name,
            String help,
            boolean integral,
            List<Gpu> gpus,
            Function<Gpu, @Nullable Number> value) {
        List<MetricFamily.Sample> samples = gpus.stream()
                .map(gpu -> sample(gpu.index(), value.apply(gpu)))
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        if (!samples.isEmpty()) {
            families.add(new MetricFamily(name, GAUGE, help, integral, samples));
        }
    }

    private static MetricFamily.@Nullable Sample sample(int index, @Nullable Number value) {
        return value == null
                ? null
                : new MetricFamily.Sample(Labels.set(Labels.pair("gpu", Integer.toString(index))), value.doubleValue());
    }
}
