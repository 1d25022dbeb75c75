package io.heliograph.server.control;

import io.heliograph.server.limits.Sli;
import io.heliograph.server.trace.SlowestUtterances;
import io.heliograph.server.trace.StreamTimeline;
import io.heliograph.server.trace.StreamTraces;
import java.util.List;

/**
 * Why was this one late? The time lines of streams for an operator; every viewer may look. They hold times only, never text or an
 * id. Thread-safe.
 */
public final class StreamsControl {
    private final StreamTraces traces;

    /** Answers from these. */
    public StreamsControl(StreamTraces traces) {
        this.traces = traces;
    }

    /** Running streams and those that ended last, the latest started first. */
    public List<StreamTimeline> recent(Operator operator) {
        operator.require(Role.VIEWER, "see streams");
        return traces.all();
    }

    /**
     * The time lines of the latest utterances of a stream.
     *
     * @param hash {@link SessionView#hash()}
     * @throws ControlException if there is no such stream, or it ended too long ago
     */
    public StreamTimeline timeline(Operator operator, String hash) {
        operator.require(Role.VIEWER, "see the time line of a stream");
        return traces.find(hash)
                .orElseThrow(() -> new ControlException(
                        ControlException.Kind.UNKNOWN,
                        "no time line is kept of such a stream; it may have ended too long ago"));
    }

    /**
     * The slowest utterances of the last hour and the last day.
     *
     * @param objective which latency: {@link Sli#FIRST_PARTIAL} or {@link Sli#FINAL}
     * @throws ControlException if the objective is not about utterances
     */
    public SlowestUtterances worst(Operator operator, Sli objective) {
        operator.require(Role.VIEWER, "see the slowest utterances");
        if (!objective.isSpoken()) {
            throw new ControlException(
                    ControlException.Kind.INVALID,
                    "the objective " + objective.label() + " is not about utterances: ask for final or first_partial");
        }
        return traces.slowest(objective);
    }

    /**
     * The latest utterances of a stream, oldest first, for people.
     *
     * @param hash {@link SessionView#hash()}
     * @throws ControlException as {@link #timeline}
     */
    public List<UtteranceView> utterances(Operator operator, String hash) {
        return timeline(operator, hash).utterances().stream()
                .map(UtteranceView::of)
                .toList();
    }

    /**
     * The slowest utterances, slowest first, for people.
     *
     * @param objective {@code first_partial} or {@code final}
     * @param overDay over the last day, else over the last hour
     * @throws ControlException if there is no such objective, or it is not about utterances
     */
    public List<SlowUtteranceView> slowest(Operator operator, String objective, boolean overDay) {
        SlowestUtterances slowest = worst(operator, ObjectiveKeys.sli(objective));
        return (overDay ? slowest.lastDay() : slowest.lastHour())
                .stream().map(SlowUtteranceView::of).toList();
    }
}
