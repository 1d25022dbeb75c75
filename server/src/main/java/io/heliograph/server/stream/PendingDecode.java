package io.heliograph.server.stream;

import io.heliograph.server.decode.DecodeJob;
import io.heliograph.server.telemetry.DecodeKind;

/** A decode that was scheduled and is neither delivered nor dropped. Confined to the stream's thread. */
final class PendingDecode {
    private final String sessionId;
    private final DecodeOrder order;
    private final DecodeJob job;
    private final PendingGate.Place place;

    /**
     * A pending decode.
     *
     * @param place its place in the gate
     */
    PendingDecode(String sessionId, DecodeOrder order, DecodeJob job, PendingGate.Place place) {
        this.sessionId = sessionId;
        this.order = order;
        this.job = job;
        this.place = place;
    }

    DecodeOrder order() {
        return order;
    }

    DecodeJob job() {
        return job;
    }

    DecodeKind kind() {
        return order.cause().kind();
    }

    PendingGate.Place place() {
        return place;
    }

    String sessionId() {
        return sessionId;
    }

    boolean isQueuedPartial() {
        return kind() == DecodeKind.PARTIAL && job.state() == DecodeJob.State.QUEUED;
    }

    boolean hasEnded() {
        return job.state() == DecodeJob.State.DONE || job.state() == DecodeJob.State.FAILED;
    }
}
