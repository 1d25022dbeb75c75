package io.heliograph.server.trace;

import io.heliograph.server.limits.Sli;
import io.heliograph.server.telemetry.UtteranceTimes;
import java.time.Instant;

/**
 * An utterance that was among the slowest. Immutable.
 *
 * @param sli what it was slow at
 * @param streamHash stands for the session id of its stream
 * @param streamStartedAt from when its times count
 * @param overAt when it was over
 * @param utterance its time line
 */
public record SlowUtterance(
        Sli sli, String streamHash, Instant streamStartedAt, Instant overAt, UtteranceTrace utterance) {

    /** How slow, nanoseconds; one that never had its result is slower than any other. */
    long rank() {
        return rankOf(sli, utterance);
    }

    static long rankOf(Sli sli, UtteranceTrace utterance) {
        long nanos = utterance.latencyNanos(sli);
        return nanos == UtteranceTimes.NEVER ? Long.MAX_VALUE : nanos;
    }
}
