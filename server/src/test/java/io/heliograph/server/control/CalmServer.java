package io.heliograph.server.control;

import io.heliograph.server.machine.Gpu;
import io.heliograph.server.telemetry.GaugeSource;
import io.heliograph.server.telemetry.HealthReport;
import io.heliograph.server.telemetry.OverloadSignal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Figures of a server that a test sets; nothing is wrong with it at first. */
final class CalmServer implements GaugeSource {
    long sessions;
    long maxSessions = 50;
    long bufferBytes;
    long pending;
    boolean throttled;
    boolean draining;
    boolean ready = true;
    boolean grpcRunning = true;
    boolean poolHealthy = true;
    int deadWorkers;
    long logDrops;
    int overloadStep;

    HealthReport health() {
        return new HealthReport(
                true, poolHealthy, true, 1, 2, deadWorkers, sessions, pending, 0, 0, grpcRunning && !draining);
    }

    @Override
    public long activeSessions() {
        return sessions;
    }

    @Override
    public long streamsActive() {
        return sessions;
    }

    @Override
    public long bufferBytes() {
        return bufferBytes;
    }

    @Override
    public Map<String, Long> streamBufferBytes() {
        return Map.of();
    }

    @Override
    public int maxStreamBufferSeries() {
        return 0;
    }

    @Override
    public Optional<Map<String, Long>> activeSessionsByApi() {
        return Optional.empty();
    }

    @Override
    public long headroomSessions() {
        return maxSessions;
    }

    @Override
    public int overloadStep() {
        return overloadStep;
    }

    @Override
    public double overloadRatio(OverloadSignal signal) {
        return 0;
    }

    @Override
    public long decodePending() {
        return pending;
    }

    @Override
    public long maxSessions() {
        return maxSessions;
    }

    @Override
    public long maxTotalBufferBytes() {
        return 1_000;
    }

    @Override
    public long maxPendingDecodesGlobal() {
        return 64;
    }

    @Override
    public long configVersion() {
        return 0;
    }

    @Override
    public double partialSpacingRatio() {
        return 1;
    }

    @Override
    public boolean throttleActive() {
        return throttled;
    }

    @Override
    public boolean draining() {
        return draining;
    }

    @Override
    public boolean ready() {
        return ready;
    }

    @Override
    public boolean webSocketListening() {
        return false;
    }

    @Override
    public long captureDroppedChunks() {
        return 0;
    }

    @Override
    public long captureFailures() {
        return 0;
    }

    @Override
    public long logRecordsDropped() {
        return logDrops;
    }

    @Override
    public List<Gpu> gpus() {
        return List.of();
    }
}
