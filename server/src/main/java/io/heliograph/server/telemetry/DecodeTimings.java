package io.heliograph.server.telemetry;

/**
 * The four waits of one delivered decode (contract §6.3). Immutable.
 *
 * @param bufferWaitNanos first byte of the decoded audio received, to scheduled
 * @param queueWaitNanos scheduled, to a worker starts
 * @param inferenceNanos worker starts, to worker ends
 * @param responseEmitNanos time spent handing the messages over
 * @param audioSeconds length of the decoded audio, seconds, above 0
 */
public record DecodeTimings(
        long bufferWaitNanos, long queueWaitNanos, long inferenceNanos, long responseEmitNanos, double audioSeconds) {

    /** The sum of the four waits, nanoseconds. */
    public long totalNanos() {
        return bufferWaitNanos + queueWaitNanos + inferenceNanos + responseEmitNanos;
    }

    /** Inference seconds per audio second; lower is better. */
    public double realTimeFactor() {
        return inferenceNanos / 1e9 / audioSeconds;
    }
}
