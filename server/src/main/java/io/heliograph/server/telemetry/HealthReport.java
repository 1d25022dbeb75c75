package io.heliograph.server.telemetry;

/**
 * The health of the server at one moment, as /health tells it. Immutable.
 *
 * @param healthy gRPC is running, the server is not draining, the model pool is healthy
 * @param modelPoolHealthy models have live workers and decodes succeed
 * @param modelsLoaded at least one model is loaded
 * @param modelCount loaded models
 * @param workerTotal workers of all models
 * @param workerShutdown dead workers among them
 * @param activeSessions registered sessions
 * @param decodeQueueDepth pending decodes
 * @param decodeLatencyAverage mean inference since start, seconds
 * @param decodeLatencyMax longest inference since start, seconds
 * @param grpcRunning the gRPC listener is up and the server is not draining
 */
public record HealthReport(
        boolean healthy,
        boolean modelPoolHealthy,
        boolean modelsLoaded,
        int modelCount,
        int workerTotal,
        int workerShutdown,
        long activeSessions,
        long decodeQueueDepth,
        double decodeLatencyAverage,
        double decodeLatencyMax,
        boolean grpcRunning) {}
