package io.heliograph.server.telemetry;

/** Judges the server's health from what it says and how its decodes end (contract §11.2). Thread-safe; never waits. */
public final class ServerHealth {
    private final HealthSource source;
    private final DecodeHealthWindow decodes;
    private final MetricsRecorder metrics;

    public ServerHealth(HealthSource source, DecodeHealthWindow decodes, MetricsRecorder metrics) {
        this.source = source;
        this.decodes = decodes;
        this.metrics = metrics;
    }

    /** The health now. */
    public HealthReport report() {
        boolean grpcServing = source.grpcRunning() && !source.draining();
        boolean poolHealthy = isPoolHealthy();
        return new HealthReport(
                grpcServing && poolHealthy,
                poolHealthy,
                source.modelsLoaded(),
                source.modelCount(),
                source.workerTotal(),
                source.workerShutdown(),
                source.activeSessions(),
                source.decodeQueueDepth(),
                metrics.decodeLatencyAverageSeconds(),
                metrics.decodeLatencyMaxSeconds(),
                grpcServing);
    }

    /** Whether a new session can be admitted now. */
    public boolean isReady() {
        return source.ready();
    }

    private boolean isPoolHealthy() {
        return source.modelCount() >= 1
                && source.workerTotal() >= 1
                && source.emptyPoolCount() == 0
                && source.workerShutdown() == 0
                && decodes.isHealthy();
    }
}
