package io.heliograph.server.telemetry;

import static java.util.Objects.requireNonNull;

import io.heliograph.server.limits.Objectives;
import io.heliograph.server.limits.Sli;
import io.heliograph.server.telemetry.ServerEvent.FinalSent;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Counts good and bad events of the objectives of contract §17.1. Thread-safe; counting takes no lock. */
final class ObjectiveMetrics implements SliEvents.Counter {
    private final Supplier<Objectives> objectives;
    private final Map<Sli, EnumCounters<Result>> events = new EnumMap<>(Sli.class);
    private final Histogram createSession;
    private final Histogram firstPartial;
    private final Histogram finalResult;
    private final Histogram afterTrigger;

    ObjectiveMetrics(MetricCatalog catalog, Supplier<Objectives> objectives) {
        this.objectives = objectives;
        for (Sli sli : Sli.values()) {
            events.put(
                    sli,
                    new EnumCounters<>(
                            List.of(Labels.pair("sli", sli.label())),
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

    void record(ServerEvent event) {
        Objectives now = objectives.get();
        SliEvents.judge(event, now, this);
        if (event instanceof FinalSent sent && now.finalText().counts(sent.speechSeconds(), sent.isPaced())) {
            afterTrigger.observe(sent.fromTriggerNanos());
        }
    }

    @Override
    public void counted(Sli sli, boolean isGood, long latencyNanos) {
        requireNonNull(events.get(sli), "sli").increment(isGood ? Result.GOOD : Result.BAD);
        if (latencyNanos != SliEvents.NO_LATENCY) {
            switch (sli) {
                case CREATE_SESSION -> createSession.observe(latencyNanos);
                case FIRST_PARTIAL -> firstPartial.observe(latencyNanos);
                case FINAL -> finalResult.observe(latencyNanos);
                case ERRORS -> {
                    // Calls fail or not; how long a stream takes is up to its speaker.
                }
            }
        }
    }

    @Override
    public void shed(Sli sli) {
        // Seen in the counters of refusals.
    }

    private enum Result {
        GOOD,
        BAD;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
