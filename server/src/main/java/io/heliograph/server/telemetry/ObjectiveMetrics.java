package io.heliograph.server.telemetry;

import static java.util.Objects.requireNonNull;

import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.error.StatusName;
import io.heliograph.server.telemetry.ServerEvent.CapacityRefused;
import io.heliograph.server.telemetry.ServerEvent.FinalSent;
import io.heliograph.server.telemetry.ServerEvent.FirstResultSent;
import io.heliograph.server.telemetry.ServerEvent.RpcEnded;
import io.heliograph.server.telemetry.ServerEvent.RpcMethod;
import io.heliograph.server.telemetry.ServerEvent.UtteranceFailed;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts good and bad events of the objectives of contract §17.1. Thread-safe; counting takes no lock. */
final class ObjectiveMetrics {
    /** The thresholds of §17.1. */
    static final long CREATE_SESSION_NANOS = 300_000_000L;

    static final long FIRST_PARTIAL_NANOS = 2_500_000_000L;
    static final long FINAL_NANOS = 5_000_000_000L;

    private final Map<Objective, EnumCounters<Result>> events = new EnumMap<>(Objective.class);
    private final Histogram createSession;
    private final Histogram firstPartial;
    private final Histogram finalResult;
    private final Histogram afterTrigger;

    ObjectiveMetrics(MetricCatalog catalog) {
        for (Objective objective : Objective.values()) {
            events.put(
                    objective,
                    new EnumCounters<>(
                            List.of(Labels.pair("sli", objective.label())),
                            "result",
                            Result.class,
                            EnumSet.allOf(Result.class),
                            Result::label));
        }
        catalog.extended()
                .add(() -> new MetricFamily(
                        "stt_slo_events_total",
                        MetricType.COUNTER,
                        "Events the objectives count, by result.",
                        true,
                        events.values().stream()
                                .flatMap(objective -> objective.samples().stream())
                                .toList()));
        HistogramSection histograms = catalog.histograms();
        createSession = histograms.histogram(
                "stt_create_session_latency_seconds",
                "CreateSession, request read to response handed over, calls the objective counts, in seconds.",
                HistogramBounds.OBJECTIVE);
        firstPartial = histograms.histogram(
                "stt_first_partial_latency_seconds",
                "First speech to first result, utterances the objective counts, in seconds.",
                HistogramBounds.OBJECTIVE);
        finalResult = histograms.histogram(
                "stt_final_latency_seconds",
                "Last speech to settled text, utterances the objective counts, in seconds.",
                HistogramBounds.OBJECTIVE);
        afterTrigger = histograms.histogram(
                "stt_final_after_trigger_seconds",
                "Endpoint decided to settled text, utterances the final objective counts, in seconds.",
                HistogramBounds.AFTER_TRIGGER);
    }

    void rpcEnded(RpcEnded event) {
        if (event.status() == StatusName.OK) {
            count(Objective.ERRORS, true);
            if (event.method() == RpcMethod.CREATE_SESSION) {
                createSession.observe(event.nanos());
                count(Objective.CREATE_SESSION, event.nanos() <= CREATE_SESSION_NANOS);
            }
        } else if (isOurFault(event)) {
            badCall(event.method(), event.nanos());
        }
    }

    void capacityRefused(CapacityRefused event) {
        badCall(event.method(), event.nanos());
    }

    void firstResultSent(FirstResultSent event) {
        if (event.valid()) {
            firstPartial.observe(event.latencyNanos());
            count(Objective.FIRST_PARTIAL, event.latencyNanos() <= FIRST_PARTIAL_NANOS);
        }
    }

    void finalSent(FinalSent event) {
        if (event.valid()) {
            finalResult.observe(event.fromLastSpeechNanos());
            afterTrigger.observe(event.fromTriggerNanos());
            count(Objective.FINAL, event.fromLastSpeechNanos() <= FINAL_NANOS);
        }
    }

    void utteranceFailed(UtteranceFailed event) {
        if (event.firstResultValid()) {
            count(Objective.FIRST_PARTIAL, false);
        }
        if (event.finalValid()) {
            count(Objective.FINAL, false);
        }
    }

    private void badCall(RpcMethod method, long nanos) {
        count(Objective.ERRORS, false);
        if (method == RpcMethod.CREATE_SESSION) {
            createSession.observe(nanos);
            count(Objective.CREATE_SESSION, false);
        }
    }

    private static boolean isOurFault(RpcEnded event) {
        return switch (event.status()) {
            case INTERNAL, UNKNOWN, DATA_LOSS, ABORTED -> true;
            case DEADLINE_EXCEEDED -> event.code() == ErrorCode.DECODE_TIMEOUT;
            case OK,
                    CANCELLED,
                    INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    RESOURCE_EXHAUSTED,
                    FAILED_PRECONDITION,
                    OUT_OF_RANGE,
                    UNIMPLEMENTED,
                    UNAVAILABLE,
                    UNAUTHENTICATED -> false;
        };
    }

    private void count(Objective objective, boolean isGood) {
        requireNonNull(events.get(objective), "objective").increment(isGood ? Result.GOOD : Result.BAD);
    }

    private enum Result {
        GOOD,
        BAD;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The objectives, in the order of the contract. */
    private enum Objective {
        CREATE_SESSION,
        FIRST_PARTIAL,
        FINAL,
        ERRORS;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
