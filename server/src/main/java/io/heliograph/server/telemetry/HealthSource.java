package io.heliograph.server.telemetry;

/** What the server says about its health. Implementations are thread-safe and never wait. */
public interface HealthSource {

    /** Whether the gRPC listener is up. */
    boolean grpcRunning();

    /** Whether the server is shutting down. */
    boolean draining();

    /** Whether a new session would be let in now, limits and back-off included. */
    boolean admitting();

    /** Whether at least one model is loaded. */
    boolean modelsLoaded();

    /** Loaded models. */
    int modelCount();

    /** Loaded models without a single worker. */
    int emptyPoolCount();

    /** Workers of all models, dead ones included. */
    int workerTotal();

    /** Workers that died or were shut down and not yet replaced. */
    int workerShutdown();

    /** Registered sessions. */
    long activeSessions();

    /** Decodes scheduled, neither delivered nor dropped. */
    long decodeQueueDepth();

    /** Whether a new session can be admitted now. */
    default boolean ready() {
        return grpcRunning() && !draining() && admitting();
    }
}
