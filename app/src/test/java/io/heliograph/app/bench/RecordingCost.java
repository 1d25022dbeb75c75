package io.heliograph.app.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** {@code heliograph jmh}: runs {@link EventRecordingBenchmark} and holds it against the bounds. */
public final class RecordingCost {
    private static final double MOST_NANOS = 1_000;
    /** An event is 16 bytes at least; what the server does meanwhile, as beginning a new minute, is far less than this. */
    private static final double MOST_KEPT_BYTES = 1;

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private RecordingCost() {}

    /**
     * Ends with status 1 if a bound is broken or nothing was measured.
     *
     * @param args options of JMH, as {@code -p kind=FINAL} or {@code -wi 1 -i 2}
     */
    public static void main(String[] args) throws CommandLineOptionException, RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(args))
                        .include("\\." + EventRecordingBenchmark.class.getSimpleName() + "\\.")
                        .addProfiler(GCProfiler.class)
                        .addProfiler(KeptBytes.class)
                        .shouldFailOnError(true)
                        .build())
                .run();
        List<Cost> costs = new ArrayList<>();
        results.forEach(result -> costs.add(Cost.of(result)));
        List<Figure> figures = verdict(costs);
        figures.forEach(System.out::println);
        if (costs.isEmpty() || !figures.stream().allMatch(Figure::isPassed)) {
            System.exit(1);
        }
    }

    /**
     * What one kind of event costs.
     *
     * @param nanos for one event
     * @param errorNanos half the width of its 99.9 % confidence interval; NaN for a single iteration
     * @param bytes allocated for one event
     * @param keptBytes what the worst iteration kept of one event
     */
    record Cost(String kind, double nanos, double errorNanos, double bytes, double keptBytes) {

        static Cost of(RunResult result) {
            return new Cost(
                    EventKind.valueOf(result.getParams().getParam("kind")).label(),
                    result.getPrimaryResult().getScore(),
                    result.getPrimaryResult().getScoreError(),
                    secondary(result, ALLOCATED),
                    secondary(result, KeptBytes.LABEL));
        }

        /** NaN, which passes no bound, without it. */
        private static double secondary(RunResult result, String label) {
            for (String name : result.getSecondaryResults().keySet()) {
                if (name.endsWith(label)) {
                    return result.getSecondaryResults().get(name).getScore();
                }
            }
            return Double.NaN;
        }
    }

    /** One figure for the time of each kind, one for what all of them leave behind. */
    static List<Figure> verdict(List<Cost> costs) {
        List<Figure> figures = new ArrayList<>();
        for (Cost cost : costs) {
            figures.add(new Figure(
                    "recording: " + cost.kind(),
                    cost.nanos(),
                    "ns",
                    MOST_NANOS,
                    String.format(
                            Locale.ROOT,
                            "± %.1f, %.1f bytes allocated, %.4f kept after collection",
                            cost.errorNanos(),
                            cost.bytes(),
                            cost.keptBytes())));
        }
        figures.add(new Figure(
                "kept of one event, most of all kinds",
                costs.stream().mapToDouble(Cost::keptBytes).max().orElse(Double.NaN),
                "B",
                MOST_KEPT_BYTES,
                "worst iteration of each kind"));
        return figures;
    }
}
