package io.heliograph.server.control;

import static io.heliograph.server.control.Problem.Severity.ERROR;
import static io.heliograph.server.control.Problem.Severity.NOTICE;
import static io.heliograph.server.control.Problem.Severity.WARNING;

import io.heliograph.server.control.Problem.Severity;
import io.heliograph.server.telemetry.GaugeSource;
import io.heliograph.server.telemetry.HealthReport;
import io.heliograph.server.telemetry.OverloadStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is wrong with a server, in words. Stateless. */
final class Troubles {
    /** From this share of a limit on somebody should look. */
    private static final double NEARLY_FULL = 0.9;

    private Troubles() {}

    /**
     * Something wrong.
     *
     * @param key stays the same while the numbers in the text change
     */
    record Trouble(String key, Severity severity, String text) {}

    /** What the figures of one moment say; the worst first. */
    static List<Trouble> of(
            GaugeSource gauges,
            HealthReport health,
            boolean isOrderedToDrain,
            ObjectivesView objectives,
            Optional<String> databaseProblem,
            long refused) {
        List<Trouble> found = new ArrayList<>();
        door(gauges, health, isOrderedToDrain, found);
        workers(health, found);
        full(
                "sessions",
                "max_sessions",
                "new clients are refused",
                gauges.activeSessions(),
                gauges.maxSessions(),
                found);
        full(
                "buffered audio",
                "max_total_buffer_bytes",
                "audio is dropped",
                gauges.bufferBytes(),
                gauges.maxTotalBufferBytes(),
                found);
        full(
                "pending decodes",
                "max_pending_decodes_global",
                "partials are skipped",
                gauges.decodePending(),
                gauges.maxPendingDecodesGlobal(),
                found);
        if (gauges.throttleActive()) {
            found.add(new Trouble("throttle", WARNING, "the adaptive throttle holds back: partials come less often"));
        }
        overload(gauges.overloadStep(), found);
        if (refused > 0) {
            found.add(new Trouble(
                    "refused",
                    WARNING,
                    refused + (refused == 1 ? " call was" : " calls were") + " turned away in the last minute"));
        }
        objectives.objectives().forEach(each -> objective(each, found));
        store(objectives, databaseProblem, found);
        losses(gauges, found);
        found.sort((one, other) -> one.severity().compareTo(other.severity()));
        return found;
    }

    private static void door(GaugeSource gauges, HealthReport health, boolean isOrderedToDrain, List<Trouble> found) {
        if (isOrderedToDrain) {
            found.add(new Trouble("drain", NOTICE, "server is draining: new sessions are refused, open ones go on"));
        } else if (gauges.draining()) {
            found.add(new Trouble("stop", WARNING, "server is stopping: new sessions are refused"));
        } else if (!health.grpcRunning()) {
            found.add(new Trouble("grpc", ERROR, "the gRPC port is closed: nobody can be served"));
        }
    }

    /** The key is that of the step, so that each step has its own beginning. */
    private static void overload(int number, List<Trouble> found) {
        for (OverloadStep step : OverloadStep.values()) {
            if (step.number() == number) {
                found.add(new Trouble(
                        "overload:" + number,
                        number >= OverloadStep.REFUSE_SESSIONS.number() ? ERROR : WARNING,
                        "the server is overloaded: step %d of %d (%s)"
                                .formatted(number, OverloadStep.values().length, step.words())));
            }
        }
    }

    private static void workers(HealthReport health, List<Trouble> found) {
        if (health.workerShutdown() > 0) {
            found.add(new Trouble(
                    "workers",
                    ERROR,
                    health.workerShutdown() + " of " + health.workerTotal() + " decode workers are dead"));
        } else if (!health.modelPoolHealthy()) {
            found.add(new Trouble("decodes", ERROR, "too many decodes failed or timed out lately"));
        }
    }

    private static void full(
            String what, String limitName, String effect, long inUse, long limit, List<Trouble> found) {
        if (limit <= 0 || inUse < NEARLY_FULL * limit) {
            return;
        }
        String share = what + " are at " + inUse * 100 / limit + " % of " + limitName;
        String text = what.equals("buffered audio") ? share.replace(" are at ", " is at ") : share;
        found.add(
                inUse >= limit
                        ? new Trouble(limitName, ERROR, text + ": " + effect)
                        : new Trouble(limitName, WARNING, text + " (" + inUse + " of " + limit + ")"));
    }

    /** Missed over its own time, or over the shortest one: the one that tells is named. */
    private static void objective(ObjectiveView objective, List<Trouble> found) {
        if (objective.promised().verdict() == ObjectiveVerdict.MISSED) {
            missed(objective, objective.promised(), ERROR, found);
        } else {
            objective.windows().stream()
                    .filter(window -> window.verdict() == ObjectiveVerdict.MISSED)
                    .findFirst()
                    .ifPresent(window -> missed(objective, window, WARNING, found));
        }
        objective.burnRates().stream()
                .filter(ObjectiveBurn::isBurning)
                .findFirst()
                .ifPresent(burn -> found.add(new Trouble(
                        "burn:" + objective.key(),
                        burn.alert().startsWith("page") ? ERROR : WARNING,
                        "%s: the error budget burns %.1f times too fast over %s, %.1f times over %s"
                                .formatted(
                                        objective.label(),
                                        burn.longRate(),
                                        burn.longWindow(),
                                        burn.shortRate(),
                                        burn.shortWindow()))));
    }

    private static void missed(
            ObjectiveView objective, ObjectiveWindow window, Severity severity, List<Trouble> found) {
        found.add(new Trouble(
                "missed:" + objective.key(),
                severity,
                "%s objective is missed: %s of %s in %s"
                        .formatted(
                                objective.label(),
                                ObjectiveWords.percent(window.attainment()),
                                ObjectiveWords.percent(objective.target()),
                                ObjectiveWords.span(window.seconds()))));
    }

    private static void store(ObjectivesView objectives, Optional<String> databaseProblem, List<Trouble> found) {
        if (databaseProblem.isPresent()) {
            found.add(new Trouble(
                    "store",
                    ERROR,
                    "the database cannot be used: changes are refused (" + databaseProblem.get() + ")"));
        } else if (objectives.isStoreFailing()) {
            found.add(new Trouble(
                    "counts", WARNING, "counts of the objectives cannot be saved: they live in memory only"));
        }
    }

    private static void losses(GaugeSource gauges, List<Trouble> found) {
        lost("log records were dropped", gauges.logRecordsDropped(), found);
        lost("recordings were given up", gauges.captureFailures(), found);
    }

    private static void lost(String what, long count, List<Trouble> found) {
        if (count > 0) {
            found.add(new Trouble(what, WARNING, count + " " + what + " since the server started"));
        }
    }
}
