package io.heliograph.server.telemetry;

import java.util.Arrays;
import java.util.List;

/** Where the server stands on its overload ladder, how often it took each step, and the signals. Thread-safe. */
final class OverloadMetrics {
    private final EnumCounters<OverloadStep> taken;

    OverloadMetrics(MetricSection section, GaugeSource gauges) {
        section.count(
                "stt_overload_step",
                MetricType.GAUGE,
                "Step of the overload ladder: 0 none, 1 partials stretch, 2 partials off, 3 sessions refused, 4 largest stream closed.",
                gauges::overloadStep);
        taken = section.counters(
                "stt_overload_steps_total",
                "Times each step of the overload ladder was taken.",
                "step",
                OverloadStep.class,
                OverloadStep::label);
        section.add(() -> new MetricFamily(
                "stt_overload_pressure_ratio",
                MetricType.GAUGE,
                "Signals of the overload ladder: memory of what there is, lateness of settled decodes in its limits, processors.",
                false,
                signals(gauges)));
    }

    void changed(ServerEvent.OverloadStepChanged change) {
        if (change.entered()) {
            taken.increment(change.step());
        }
    }

    private static List<MetricFamily.Sample> signals(GaugeSource gauges) {
        return Arrays.stream(OverloadSignal.values())
                .map(signal -> new MetricFamily.Sample(
                        Labels.set(Labels.pair("signal", signal.label())), gauges.overloadRatio(signal)))
                .toList();
    }
}
