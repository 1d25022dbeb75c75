package io.heliograph.server.telemetry;

import io.heliograph.server.machine.Gpu;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gauges that a test sets by hand. */
public final class FakeGauges implements GaugeSource {
    public long activeSessions;
    public long streamsActive;
    public long bufferBytes;
    public Map<String, Long> streamBufferBytes = Map.of();
    public int maxStreamBufferSeries = 256;
    public Optional<Map<String, Long>> activeSessionsByApi = Optional.empty();
    public long decodePending;
    public long maxSessions;
    public long maxTotalBufferBytes;
    public long maxPendingDecodesGlobal;
    public long configVersion;
    public boolean throttleActive;
    public int overloadStep;
    public long headroomSessions;
    public double overloadRatio;
    public boolean draining;
    public boolean ready;
    public boolean webSocketListening;
    public long captureDroppedChunks;
    public long captureFailures;
    public long logRecordsDropped;
    public List<Gpu> gpus = List.of();

    @Override
    public long activeSessions() {
        return activeSessions;
    }

    @Override
    public long streamsActive() {
        return streamsActive;
    }

    @Override
    public long bufferBytes() {
        return bufferBytes;
    }

    @Override
    public Map<String, Long> streamBufferBytes() {
        return streamBufferBytes;
    }

    @Override
    public int maxStreamBufferSeries() {
        return maxStreamBufferSeries;
    }

    @Override
    public Optional<Map<String, Long>> activeSessionsByApi() {
        return activeSessionsByApi;
    }

    @Override
    public long decodePending() {
        return decodePending;
    }

    @Override
    public long maxSessions() {
        return maxSessions;
    }

    @Override
    public long maxTotalBufferBytes() {
        return maxTotalBufferBytes;
    }

    @Override
    public long maxPendingDecodesGlobal() {
        return maxPendingDecodesGlobal;
    }

    @Override
    public long configVersion() {
        return configVersion;
    }

    @Override
    public double partialSpacingRatio() {
        return 1;
    }

    @Override
    public boolean throttleActive() {
        return throttleActive;
    }

    @Override
    public long headroomSessions() {
        return headroomSessions;
    }

    @Override
    public int overloadStep() {
        return overloadStep;
    }

    @Override
    public double overloadRatio(OverloadSignal signal) {
        return overloadRatio;
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
        return webSocketListening;
    }

    @Override
    public long captureDroppedChunks() {
        return captureDroppedChunks;
    }

    @Override
    public long captureFailures() {
        return captureFailures;
    }

    @Override
    public long logRecordsDropped() {
        return logRecordsDropped;
    }

    @Override
    public List<Gpu> gpus() {
        return gpus;
    }
}
