package io.heliograph.server.stream;

import io.heliograph.server.telemetry.DecodeTimings;

/**
 * Sums over a stream's delivered decodes. Immutable.
 *
 * @param bufferWaitNanos see {@link DecodeTimings}
 * @param queueWaitNanos see {@link DecodeTimings}
 * @param inferenceNanos see {@link DecodeTimings}
 * @param responseEmitNanos see {@link DecodeTimings}
 * @param count how many
 */
public record DecodeTotals(
        long bufferWaitNanos, long queueWaitNanos, long inferenceNanos, long responseEmitNanos, int count) {

    /** No decode yet. */
    public static DecodeTotals none() {
        return new DecodeTotals(0, 0, 0, 0, 0);
    }

    /** The sum of the four, nanoseconds. */
    public long totalNanos() {
        return bufferWaitNanos + queueWaitNanos + inferenceNanos + responseEmitNanos;
    }

    DecodeTotals plus(DecodeTimings timings) {
        return new DecodeTotals(
                bufferWaitNanos + timings.bufferWaitNanos(),
                queueWaitNanos + timings.queueWaitNanos(),
                inferenceNanos + timings.inferenceNanos(),
                responseEmitNanos + timings.responseEmitNanos(),
                count + 1);
    }
}
