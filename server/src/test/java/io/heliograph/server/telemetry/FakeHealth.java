package io.heliograph.server.telemetry;

/** A server whose health a test sets by hand; well at first. */
public final class FakeHealth implements HealthSource {
    public boolean grpcRunning = true;
    public boolean draining;
    public boolean admitting = true;
    public boolean modelsLoaded = true;
    public int modelCount = 1;
    public int emptyPoolCount;
    public int workerTotal = 2;
    public int workerShutdown;
    public long activeSessions = 3;
    public long decodeQueueDepth = 4;

    @Override
    public boolean grpcRunning() {
        return grpcRunning;
    }

    @Override
    public boolean draining() {
        return draining;
    }

    @Override
    public boolean admitting() {
        return admitting;
    }

    @Override
    public boolean modelsLoaded() {
        return modelsLoaded;
    }

    @Override
    public int modelCount() {
        return modelCount;
    }

    @Override
    public int emptyPoolCount() {
        return emptyPoolCount;
    }

    @Override
    public int workerTotal() {
        return workerTotal;
    }

    @Override
    public int workerShutdown() {
        return workerShutdown;
    }

    @Override
    public long activeSessions() {
        return activeSessions;
    }

    @Override
    public long decodeQueueDepth() {
        return decodeQueueDepth;
    }
}
