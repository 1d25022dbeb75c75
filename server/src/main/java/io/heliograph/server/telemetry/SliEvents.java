package io.heliograph.server.telemetry;

import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.limits.Objective;
import io.heliograph.server.limits.Objectives;
import io.heliograph.server.limits.Sli;
import io.heliograph.server.telemetry.ServerEvent.FinalSent;
import io.heliograph.server.telemetry.ServerEvent.FirstResultSent;
import io.heliograph.server.telemetry.ServerEvent.RpcEnded;
import io.heliograph.server.telemetry.ServerEvent.RpcMethod;
import io.heliograph.server.telemetry.ServerEvent.UtteranceFailed;
import io.heliograph.server.telemetry.ServerEvent.UtteranceOver;

/**
 * What the objectives make of an event: the one place where contract §17.1 decides on valid and good. Whoever counts, counts what
 * comes out here. Stateless; judging leaves nothing on the heap.
 */
public final class SliEvents {
    /** Stands for the latency of a valid event that never had its stop. */
    public static final long NO_LATENCY = -1;

    private SliEvents() {}

    /** Takes what is counted. Implementations are thread-safe and never block. */
    public interface Counter {

        /**
         * A valid event.
         *
         * @param latencyNanos start to stop, or {@link SliEvents#NO_LATENCY}
         */
        void counted(Sli sli, boolean isGood, long latencyNanos);

        /** An event that is not valid because the server turned the caller away. */
        void shed(Sli sli);
    }

    /** How a call ended, for the objectives. */
    public enum CallClass {
        GOOD,
        BAD,
        SHED,
        EXCLUDED
    }

    /** Whether {@link #judge} may make anything of the event. */
    public static boolean concerns(ServerEvent event) {
        return event instanceof FinalSent
                || event instanceof FirstResultSent
                || event instanceof RpcEnded
                || event instanceof UtteranceFailed;
    }

    /** Tells the counter what the objectives count of the event. */
    public static void judge(ServerEvent event, Objectives objectives, Counter counter) {
        if (event instanceof RpcEnded ended) {
            callEnded(ended, objectives, counter);
        } else if (event instanceof FirstResultSent sent) {
            Objective objective = objectives.firstPartial();
            if (objective.counts(sent.speechSeconds(), sent.isPaced())) {
                inTime(objective, sent.latencyNanos(), counter);
            }
        } else if (event instanceof FinalSent sent) {
            Objective objective = objectives.finalText();
            if (objective.counts(sent.speechSeconds(), sent.isPaced())) {
                inTime(objective, sent.fromLastSpeechNanos(), counter);
            }
        } else if (event instanceof UtteranceFailed failed) {
            if (failed.lacksFirstResult()
                    && objectives.firstPartial().counts(failed.speechSeconds(), failed.isPaced())) {
                counter.counted(Sli.FIRST_PARTIAL, false, NO_LATENCY);
            }
            if (objectives.finalText().counts(failed.speechSeconds(), failed.isPaced())) {
                counter.counted(Sli.FINAL, false, NO_LATENCY);
            }
        }
    }

    /**
     * What an objective makes of an utterance that is over: the same that {@link #judge} made of the events before.
     *
     * @param objective one about utterances
     */
    public static UtteranceVerdict verdict(UtteranceOver over, Objective objective) {
        UtteranceTimes times = over.times();
        boolean isFirst = objective.sli() == Sli.FIRST_PARTIAL;
        if (isFirst && !over.isFirstResultPromised()) {
            return UtteranceVerdict.PARTIALS_OFF;
        }
        long latency = isFirst ? times.firstResultLatencyNanos() : times.finalLatencyNanos();
        if (latency == UtteranceTimes.NEVER && !over.isFailed()) {
            return times.end() == null ? UtteranceVerdict.STREAM_ENDED : UtteranceVerdict.NO_TEXT;
        }
        if (!objective.counts(times.speechSeconds(), times.isPaced())) {
            return times.speechSeconds() < objective.minSpeechSec()
                    ? UtteranceVerdict.TOO_SHORT
                    : UtteranceVerdict.NOT_PACED;
        }
        if (latency == UtteranceTimes.NEVER) {
            return UtteranceVerdict.FAILED;
        }
        return latency <= objective.thresholdNanos() ? UtteranceVerdict.GOOD : UtteranceVerdict.LATE;
    }

    /** The class of a call's end. */
    public static CallClass classOf(RpcEnded ended) {
        if (ended.isLetDown()) {
            return CallClass.BAD;
        }
        return switch (ended.status()) {
            case OK -> CallClass.GOOD;
            case INTERNAL, UNKNOWN, DATA_LOSS, ABORTED -> CallClass.BAD;
            case DEADLINE_EXCEEDED -> ended.code() == ErrorCode.DECODE_TIMEOUT ? CallClass.BAD : CallClass.EXCLUDED;
            case UNAVAILABLE -> ended.code() == null ? CallClass.EXCLUDED : CallClass.SHED;
            case RESOURCE_EXHAUSTED -> CallClass.SHED;
            case CANCELLED,
                    INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    FAILED_PRECONDITION,
                    OUT_OF_RANGE,
                    UNIMPLEMENTED,
                    UNAUTHENTICATED -> CallClass.EXCLUDED;
        };
    }

    private static void callEnded(RpcEnded ended, Objectives objectives, Counter counter) {
        boolean createsSession = ended.method() == RpcMethod.CREATE_SESSION;
        switch (classOf(ended)) {
            case GOOD -> {
                counter.counted(Sli.ERRORS, true, NO_LATENCY);
                if (createsSession) {
                    inTime(objectives.createSession(), ended.nanos(), counter);
                }
            }
            case BAD -> {
                counter.counted(Sli.ERRORS, false, NO_LATENCY);
                if (createsSession) {
                    counter.counted(Sli.CREATE_SESSION, false, ended.nanos());
                }
            }
            case SHED -> {
                counter.shed(Sli.ERRORS);
                if (createsSession) {
                    counter.shed(Sli.CREATE_SESSION);
                }
            }
            case EXCLUDED -> {
                // The caller's own doing.
            }
        }
    }

    private static void inTime(Objective objective, long latencyNanos, Counter counter) {
        counter.counted(objective.sli(), latencyNanos <= objective.thresholdNanos(), latencyNanos);
    }
}
