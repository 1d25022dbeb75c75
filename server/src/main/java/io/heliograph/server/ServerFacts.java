package io.heliograph.server;

import io.heliograph.server.admission.Session;
import io.heliograph.server.admission.SessionRegistry;
import io.heliograph.server.capture.Archive;
import io.heliograph.server.decode.DecodeScheduler;
import io.heliograph.server.limits.LiveLimits;
import io.heliograph.server.machine.Gpu;
import io.heliograph.server.overload.PressureGates;
import io.heliograph.server.stream.LiveStream;
import io.heliograph.server.stream.PendingGate;
import io.heliograph.server.stream.StreamRegistry;
import io.heliograph.server.telemetry.GaugeSource;
import io.heliograph.server.telemetry.Hash16;
import io.heliograph.server.telemetry.HealthSource;
import io.heliograph.server.telemetry.OverloadSignal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What the server says of itself when asked, from the parts that know. Thread-safe; never waits for a stream. */
final class ServerFacts implements GaugeSource, HealthSource {
    private final LiveLimits limits;
    private final SessionRegistry sessions;
    private final StreamRegistry streams;
    private final PendingGate gate;
    private final DecodeScheduler scheduler;
    private final PressureGates pressure;
    private final BooleanSupplier isDraining;
    private final BooleanSupplier isGrpcRunning;
    private final Archive archive;
    private final LongSupplier logDrops;
    private final Supplier<List<Gpu>> gpus;

    ServerFacts(
            LiveLimits limits,
            SessionRegistry sessions,
            StreamRegistry streams,
            PendingGate gate,
            DecodeScheduler scheduler,
            PressureGates pressure,
            BooleanSupplier isDraining,
            BooleanSupplier isGrpcRunning,
            Archive archive,
            LongSupplier logDrops,
            Supplier<List<Gpu>> gpus) {
        this.limits = limits;
        this.sessions = sessions;
        this.streams = streams;
        this.gate = gate;
        this.scheduler = scheduler;
        this.pressure = pressure;
        this.isDraining = isDraining;
        this.isGrpcRunning = isGrpcRunning;
        this.archive = archive;
        this.logDrops = logDrops;
        this.gpus = gpus;
    }

    @Override
    public long activeSessions() {
        return sessions.size();
    }

    @Override
    public long streamsActive() {
        return streams.active();
    }

    @Override
    public long bufferBytes() {
        return streams.bufferBytes();
    }

    @Override
    public Map<String, Long> streamBufferBytes() {
        Map<String, Long> bytes = new HashMap<>();
        for (LiveStream stream : streams.all()) {
            if (stream.session() != null) {
                bytes.put(stream.sessionHash(), stream.bufferBytes());
            }
        }
        return bytes;
    }

    @Override
    public int maxStreamBufferSeries() {
        return limits.now().metrics().maxStreamBufferSeries();
    }

    @Override
    public Optional<Map<String, Long>> activeSessionsByApi() {
        if (!limits.now().metrics().exposeApiKeySessions()) {
            return Optional.empty();
        }
        Map<String, Long> byKey = new HashMap<>();
        for (Session session : sessions.all()) {
            String key = session.client().apiKey();
            if (!key.isEmpty()) {
                byKey.merge(Hash16.of(key), 1L, Long::sum);
            }
        }
        return Optional.of(byKey);
    }

    @Override
    public long decodePending() {
        return gate.pending();
    }

    @Override
    public long maxSessions() {
        return limits.now().sessions().maxSessions();
    }

    @Override
    public long headroomSessions() {
        return sessions.measuredRoom().sessions();
    }

    @Override
    public long maxTotalBufferBytes() {
        return limits.now().audio().maxTotalBufferBytes();
    }

    @Override
    public long maxPendingDecodesGlobal() {
        return limits.now().decode().maxPendingDecodesGlobal();
    }

    @Override
    public long configVersion() {
        return limits.now().version();
    }

    @Override
    public double partialSpacingRatio() {
        double normal = limits.now().partials().partialDecodeIntervalSec();
        double byPressure = normal > 0 ? pressure.partialIntervalSec(normal) / normal : 1;
        return byPressure
                * streams.all().stream()
                        .filter(stream -> stream.session() != null)
                        .mapToDouble(LiveStream::partialSpacing)
                        .average()
                        .orElse(1);
    }

    @Override
    public boolean throttleActive() {
        return pressure.throttle().isActive();
    }

    @Override
    public int overloadStep() {
        return pressure.ladder().height();
    }

    @Override
    public double overloadRatio(OverloadSignal signal) {
        return pressure.ladder().pressure().of(signal);
    }

    @Override
    public boolean draining() {
        return isDraining.getAsBoolean();
    }

    @Override
    public boolean ready() {
        return HealthSource.super.ready();
    }

    @Override
    public boolean webSocketListening() {
        return false;
    }

    @Override
    public long captureDroppedChunks() {
        return archive.lostChunks();
    }

    @Override
    public long captureFailures() {
        return archive.failures();
    }

    @Override
    public long logRecordsDropped() {
        return logDrops.getAsLong() + archive.lostLines();
    }

    @Override
    public List<Gpu> gpus() {
        return gpus.get();
    }

    @Override
    public boolean grpcRunning() {
        return isGrpcRunning.getAsBoolean();
    }

    @Override
    public boolean admitting() {
        return !pressure.refusesSessions() && sessions.hasRoom(limits.now().sessions());
    }

    @Override
    public boolean modelsLoaded() {
        return modelCount() > 0;
    }

    @Override
    public int modelCount() {
        return scheduler.modelIds().size();
    }

    @Override
    public int emptyPoolCount() {
        return (int) scheduler.models().stream()
                .filter(model -> model.liveWorkers() == 0)
                .count();
    }

    @Override
    public int workerTotal() {
        return scheduler.workerCount();
    }

    @Override
    public int workerShutdown() {
        return scheduler.workerCount() - scheduler.liveWorkers();
    }

    @Override
    public long decodeQueueDepth() {
        return gate.pending();
    }
}
