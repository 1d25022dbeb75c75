package io.heliograph.server.slo;

import io.heliograph.server.telemetry.MetricFamily;
import io.heliograph.server.telemetry.MetricFamily.Sample;
import io.heliograph.server.telemetry.MetricType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The engine's own series: the numbers of {@code /slo}, for Prometheus. Stateless. */
final class SloMetrics {

    private SloMetrics() {}

    static List<MetricFamily> of(List<ObjectiveCounts> objectives, long storeFailures, long clockJumps) {
        return List.of(
                perWindow(
                        "stt_slo_attainment_ratio",
                        "Good among valid events over a window that ends now; NaN without events.",
                        objectives,
                        ObjectiveCounts::windows,
                        (objective, window) -> window.attainment()),
                perWindow(
                        "stt_slo_valid_events",
                        "Valid events over a window that ends now; fewer than 1049 prove nothing.",
                        objectives,
                        ObjectiveCounts::windows,
                        (objective, window) -> (double) window.valid()),
                perWindow(
                        "stt_slo_burn_rate",
                        "How many times faster than allowed the error budget is used up; 0 without events.",
                        objectives,
                        ObjectiveCounts::burnWindows,
                        (objective, window) ->
                                window.burnRate(objective.objective().budget())),
                perObjective(
                        "stt_slo_error_budget_remaining_ratio",
                        "Share of the error budget left over the objective's own window; below 0 = overdrawn.",
                        objectives,
                        each -> each.promised().budgetRemaining(each.objective().budget())),
                perObjective(
                        "stt_slo_target_ratio",
                        "Share of good events that is promised.",
                        objectives,
                        each -> each.objective().target()),
                perObjective(
                        "stt_slo_threshold_seconds",
                        "Longest good event; 0 for an objective without a threshold.",
                        objectives,
                        each -> each.objective().thresholdSec()),
                perObjective(
                        "stt_slo_valid_since_timestamp_seconds",
                        "From when on the counts over the objective's own window are complete.",
                        objectives,
                        each -> (double) each.promised().validSince().getEpochSecond()),
                MetricFamily.count(
                        "stt_slo_store_failures_total",
                        MetricType.COUNTER,
                        "Times the store of the objectives failed; counting goes on.",
                        storeFailures),
                MetricFamily.count(
                        "stt_slo_clock_jumps_total",
                        MetricType.COUNTER,
                        "Times the wall clock jumped while events were counted.",
                        clockJumps));
    }

    @FunctionalInterface
    private interface Reading {
        double of(ObjectiveCounts objective, WindowCounts window);
    }

    private static MetricFamily perWindow(
            String name,
            String help,
            List<ObjectiveCounts> objectives,
            Function<ObjectiveCounts, List<WindowCounts>> windows,
            Reading reading) {
        List<Sample> samples = new ArrayList<>();
        for (ObjectiveCounts each : objectives) {
            for (WindowCounts window : windows.apply(each)) {
                String labels =
                        "{objective=\"" + each.objective().sli().label() + "\",window=\"" + window.name() + "\"}";
                samples.add(new Sample(labels, reading.of(each, window)));
            }
        }
        return new MetricFamily(name, MetricType.GAUGE, help, false, samples);
    }

    private static MetricFamily perObjective(
            String name, String help, List<ObjectiveCounts> objectives, Function<ObjectiveCounts, Double> reading) {
        return new MetricFamily(
                name,
                MetricType.GAUGE,
                help,
                false,
                objectives.stream()
                        .map(each -> new Sample(
                                "{objective=\"" + each.objective().sli().label() + "\"}", reading.apply(each)))
                        .toList());
    }
}
