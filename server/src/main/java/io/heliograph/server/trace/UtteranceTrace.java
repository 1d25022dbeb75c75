package io.heliograph.server.trace;

import io.heliograph.server.limits.Objectives;
import io.heliograph.server.limits.Sli;
import io.heliograph.server.telemetry.ServerEvent.UtteranceOver;
import io.heliograph.server.telemetry.SliEvents;
import io.heliograph.server.telemetry.UtteranceTimes;
import io.heliograph.server.telemetry.UtteranceVerdict;

/**
 * The time line of one utterance, and what the objectives in force at its end made of it. Immutable; holds no text.
 *
 * @param times when what happened
 * @param firstResult verdict on its first result
 * @param finalText verdict on its settled text
 */
public record UtteranceTrace(UtteranceTimes times, UtteranceVerdict firstResult, UtteranceVerdict finalText) {

    static UtteranceTrace of(UtteranceOver over, Objectives objectives) {
        return new UtteranceTrace(
                over.times(),
                SliEvents.verdict(over, objectives.firstPartial()),
                SliEvents.verdict(over, objectives.finalText()));
    }

    /**
     * The verdict of an objective.
     *
     * @throws IllegalArgumentException if it is not about utterances
     */
    public UtteranceVerdict verdict(Sli sli) {
        return isFirst(sli) ? firstResult : finalText;
    }

    /**
     * The latency that an objective counts, nanoseconds; {@link UtteranceTimes#NEVER} without result.
     *
     * @throws IllegalArgumentException if it is not about utterances
     */
    public long latencyNanos(Sli sli) {
        return isFirst(sli) ? times.firstResultLatencyNanos() : times.finalLatencyNanos();
    }

    private static boolean isFirst(Sli sli) {
        if (!sli.isSpoken()) {
            throw new IllegalArgumentException("the objective " + sli.label() + " is not about utterances");
        }
        return sli == Sli.FIRST_PARTIAL;
    }
}
