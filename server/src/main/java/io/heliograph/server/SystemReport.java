package io.heliograph.server;

import io.heliograph.server.config.ServerConfig;
import io.heliograph.server.decode.DecodeScheduler;
import io.heliograph.server.decode.LoadedModel;
import io.heliograph.server.limits.LimitKey;
import io.heliograph.server.limits.Limits;
import io.heliograph.server.limits.LiveLimits;
import io.heliograph.server.machine.Gpu;
import io.heliograph.server.machine.GpuMonitor;
import io.heliograph.server.machine.Machine;
import io.heliograph.server.machine.MachineReading;
import io.heliograph.server.machine.ProcessReading;
import io.heliograph.server.telemetry.JsonWriter;
import io.heliograph.server.time.Ticker;
import io.heliograph.server.transport.http.JsonPage;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code GET /system} tells: machine, process, GPUs and the values in force (contract §11.3). Thread-safe. */
final class SystemReport {
    /** The engine, the device and the number format of every model this server has, whatever the configuration wishes for. */
    private static final String BACKEND = "onnxruntime";

    private static final String DEVICE = "cpu";
    private static final String COMPUTE_TYPE = "int8";

    private static final double MILLIS_PER_SECOND = 1e3;
    private static final long BYTES_PER_MIB = 1L << 20;

    /** Shown under the last part of their names. */
    private static final List<LimitKey> STREAMING = List.of(
            LimitKey.SESSION_TIMEOUT_SEC,
            LimitKey.DECODE_TIMEOUT_SEC,
            LimitKey.CREATE_SESSION_RPS,
            LimitKey.CREATE_SESSION_BURST);

    private static final List<LimitKey> MORE_STREAMING = List.of(
            LimitKey.MAX_CHUNK_MS,
            LimitKey.PARTIAL_DECODE_INTERVAL_SEC,
            LimitKey.PARTIAL_DECODE_WINDOW_SEC,
            LimitKey.MAX_PENDING_DECODES_GLOBAL,
            LimitKey.MAX_PENDING_DECODES_PER_STREAM,
            LimitKey.ADAPTIVE_THROTTLE_ENABLED);

    private final ServerConfig config;
    private final LiveLimits limits;
    private final DecodeScheduler scheduler;
    private final GpuMonitor gpus;
    private final Machine machine;
    private final InstantSource clock;

    private SystemReport(
            ServerConfig config,
            LiveLimits limits,
            DecodeScheduler scheduler,
            GpuMonitor gpus,
            Machine machine,
            InstantSource clock) {
        this.config = config;
        this.limits = limits;
        this.scheduler = scheduler;
        this.gpus = gpus;
        this.machine = machine;
        this.clock = clock;
    }

    /** The page of this server. */
    static JsonPage page(
            ServerConfig config, LiveLimits limits, DecodeScheduler scheduler, GpuMonitor gpus, Ticker ticker) {
        SystemReport report =
                new SystemReport(config, limits, scheduler, gpus, new Machine(ticker), InstantSource.system());
        return new JsonPage("/system", report::json);
    }

    private String json() {
        MachineReading reading = machine.read();
        JsonWriter json = new JsonWriter().beginObject();
        json.key("timestamp").value(clock.millis() / MILLIS_PER_SECOND);
        json.key("platform").value(reading.platform());
        json.key("python").value(Runtime.version().toString());
        json.key("cpu_count").value(reading.processors());
        json.key("load_avg");
        if (reading.loadAverages().isEmpty()) {
            json.nullValue();
        } else {
            json.beginArray();
            reading.loadAverages().forEach(json::value);
            json.endArray();
        }
        process(json, reading.process());
        json.key("system").beginObject();
        json.key("memory_total_bytes").value(reading.memoryTotalBytes());
        json.key("memory_available_bytes").value(reading.memoryAvailableBytes());
        json.key("memory_percent").value(reading.memoryPercent()).endObject();
        json.key("gpus").beginArray();
        gpus.gpus().forEach(gpu -> gpu(json, gpu));
        json.endArray();
        json.key("runtime").beginObject();
        Limits now = limits.now();
        model(json, now);
        streaming(json, now);
        return json.endObject().endObject().toString();
    }

    private static void process(JsonWriter json, ProcessReading process) {
        json.key("process").beginObject();
        json.key("pid").value(process.pid());
        json.key("cpu_percent").value(process.cpuPercent());
        json.key("rss_bytes").value(process.residentBytes());
        json.key("vms_bytes").value(process.virtualBytes());
        json.key("threads").value(process.threads()).endObject();
    }

    private static void gpu(JsonWriter json, Gpu gpu) {
        json.beginObject();
        json.key("index").value(gpu.index());
        json.key("name").value(gpu.name());
        number(json, "utilization_gpu", gpu.utilizationPercent());
        number(json, "utilization_memory", gpu.memoryUtilizationPercent());
        number(json, "memory_total_mib", mebibytes(gpu.memoryTotalBytes()));
        number(json, "memory_used_mib", mebibytes(gpu.memoryUsedBytes()));
        number(json, "temperature_gpu", gpu.temperatureCelsius());
        json.endObject();
    }

    private void model(JsonWriter json, Limits now) {
        json.key("model").beginObject();
        LoadedModel model = scheduler.standIn();
        json.key("model_size").value(model.weights());
        json.key("model_backend").value(BACKEND);
        json.key("device").value(DEVICE);
        json.key("compute_type").value(COMPUTE_TYPE);
        json.key("model_pool_size").value(model.workers());
        json.key("default_decode_profile")
                .value(now.recognition().fallbackProfile().name());
        json.key("language").value(now.recognition().language());
        json.key("task").value(now.recognition().taskOfSessions()).endObject();
    }

    private void streaming(JsonWriter json, Limits now) {
        json.key("streaming").beginObject();
        json.key("sample_rate").value(config.sampleRateHz());
        STREAMING.forEach(key -> limit(json, key, now));
        json.key("vad_model_pool_size").value(config.detectors().poolSize());
        json.key("vad_model_prewarm").value(config.detectors().prewarm());
        json.key("vad_silence").value(now.speech().silenceSec());
        json.key("vad_threshold").value(now.speech().threshold());
        MORE_STREAMING.forEach(key -> limit(json, key, now));
        json.key("decode_batch_window_ms").value(0);
        json.key("max_decode_batch_size").value(1).endObject();
    }

    private static void limit(JsonWriter json, LimitKey key, Limits now) {
        String name = key.fullName().substring(key.fullName().lastIndexOf('.') + 1);
        Object value = now.value(key);
        switch (value) {
            case Boolean flag -> json.key(name).value(flag);
            case Double decimal -> json.key(name).value(decimal);
            case null, default -> number(json, name, (Number) value);
        }
    }

    private static void number(JsonWriter json, String name, @Nullable Number value) {
        json.key(name);
        if (value == null) {
            json.nullValue();
        } else {
            json.value(value.longValue());
        }
    }

    private static @Nullable Long mebibytes(@Nullable Long bytes) {
        return bytes == null ? null : bytes / BYTES_PER_MIB;
    }
}
