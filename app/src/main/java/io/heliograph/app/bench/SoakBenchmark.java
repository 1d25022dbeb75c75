package io.heliograph.app.bench;

import io.heliograph.app.CommandOutput;
import io.heliograph.app.client.Pause;
import io.heliograph.server.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * A full house for a long time: as many speakers as sessions, real speech at real time. Memory must not grow, what was heard must
 * be the same from the first pass to the last, and nothing may stay behind.
 */
final class SoakBenchmark implements Benchmark {
    /** What one decode worker keeps up with on two cores that the speakers use as well. */
    private static final int CAPACITY = 8;

    private static final int SHORT_SECONDS = 20;
    private static final long SAMPLE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** The Java machine keeps count of what it takes from the system, and for what. */
    private static final String MEMORY_BOOKS = "-XX:NativeMemoryTracking=summary";

    /** Growth that a year on 16 GiB forgives. */
    private static final double MAX_GROWTH_PER_HOUR = 2;

    private final Endurance setting;
    private final CommandOutput output;

    /** Resident memory at one moment, in MiB. */
    private record Sample(double hours, double resident, double heap, double code) {
        /** What is neither the collector's nor the compiler's. */
        double rest() {
            return resident - heap - code;
        }
    }

    SoakBenchmark(Endurance setting, CommandOutput output) {
        this.setting = setting;
        this.output = output;
    }

    @Override
    public List<Figure> run() throws Exception {
        Ticker ticker = Ticker.system();
        long seconds = setting.isShort() ? SHORT_SECONDS : 60L * setting.minutes();
        List<Sample> samples = new ArrayList<>();
        try (WatchedServer server = setting.startWith(MEMORY_BOOKS, "max_sessions: " + CAPACITY)) {
            JavaMemory memory = server.memory();
            List<double[]> alive = new ArrayList<>();
            long threads;
            List<Speakers.Turn> turns;
            List<String> odd;
            try (Speakers speakers = new Speakers(setting, server.grpcPort(), CAPACITY)) {
                long begin = ticker.nanos();
                long end = begin + TimeUnit.SECONDS.toNanos(seconds);
                long shown = begin;
                for (long now = begin; now < end; now = ticker.nanos()) {
                    double hours = (now - begin) / 3.6e12;
                    if (alive.isEmpty() && now - begin >= (end - begin) / 4) {
                        alive.add(new double[] {hours, memory.aliveMegabytes()});
                    }
                    samples.add(new Sample(
                            hours, server.residentMebibytes(), memory.residentHeapMegabytes(), memory.codeMegabytes()));
                    if (now >= shown) {
                        output.out(String.format(
                                Locale.ROOT,
                                "soak %5.1f min: %.1f MiB resident, %.1f of them heap, %.1f compiled code, %d threads,"
                                        + " %d descriptors, %d streams heard",
                                (now - begin) / 6e10,
                                samples.getLast().resident(),
                                samples.getLast().heap(),
                                samples.getLast().code(),
                                server.threads(),
                                server.descriptors(),
                                speakers.turns().size()));
                        shown += TimeUnit.MINUTES.toNanos(1);
                    }
                    Pause.parking(ticker).until(Math.min(end, now + SAMPLE_NANOS));
                }
                alive.add(new double[] {(ticker.nanos() - begin) / 3.6e12, memory.aliveMegabytes()});
                speakers.stop();
                turns = speakers.turns();
                odd = Stream.concat(speakers.badEnds().stream(), speakers.oddRefusals().stream())
                        .toList();
                threads = server.threads();
            }
            double gauges = server.gauges();
            List<Figure> figures = memory(samples, alive);
            figures.addAll(figures(turns, odd, gauges, threads));
            return figures;
        }
    }

    /**
     * Memory that stays: what lies outside the heap and the compiled code, and what of the heap survives a full collection. The
     * rest of the heap is the collector's, who takes and gives back as it sees fit; compiled code has its own bound.
     */
    private List<Figure> memory(List<Sample> samples, List<double[]> alive) {
        List<Figure> figures = new ArrayList<>();
        List<Sample> tail = samples.subList(samples.size() / 4, samples.size());
        // A minute says nothing about an hour: the short form only tells the slopes.
        double bound = setting.isShort() ? Double.POSITIVE_INFINITY : MAX_GROWTH_PER_HOUR;
        figures.add(new Figure(
                "resident memory outside heap and compiled code, slope per hour",
                slope(points(tail, Sample::rest)),
                "MiB",
                bound,
                "last three quarters, %d samples, %.1f to %.1f MiB"
                        .formatted(
                                tail.size(),
                                tail.getFirst().rest(),
                                tail.getLast().rest())));
        figures.add(new Figure(
                "heap alive after a full collection, growth per hour",
                slope(alive),
                "MiB",
                bound,
                "%.1f to %.1f MiB".formatted(alive.getFirst()[1], alive.getLast()[1])));
        figures.add(new Figure(
                "compiled code, slope per hour",
                slope(points(tail, Sample::code)),
                "MiB",
                Double.POSITIVE_INFINITY,
                "%.1f to %.1f MiB, the machine bounds it"
                        .formatted(tail.getFirst().code(), tail.getLast().code())));
        figures.add(new Figure(
                "all resident memory, slope per hour",
                slope(points(tail, Sample::resident)),
                "MiB",
                Double.POSITIVE_INFINITY,
                "%.1f to %.1f MiB"
                        .formatted(tail.getFirst().resident(), tail.getLast().resident())));
        return figures;
    }

    private static List<double[]> points(List<Sample> samples, ToDoubleFunction<Sample> megabytes) {
        return samples.stream()
                .map(sample -> new double[] {sample.hours(), megabytes.applyAsDouble(sample)})
                .toList();
    }

    private List<Figure> figures(List<Speakers.Turn> turns, List<String> odd, double gauges, long threads) {
        List<Figure> figures = new ArrayList<>();
        long late = turns.stream()
                .mapToLong(turn ->
                        turn.spoken().finalSeconds().size() - turn.spoken().finalsInTime())
                .sum();
        figures.add(new Figure(
                "streams that did not end well",
                odd.size(),
                "",
                0,
                "of %d; %s".formatted(turns.size(), odd.stream().limit(3).toList())));
        figures.add(new Figure(
                "finals later than 5 s", late, "", setting.ifSpeedIsJudged(0), "%d streams".formatted(turns.size())));
        figures.add(new Figure("recordings heard differently later", changed(turns), "", 0, errorRate(turns)));
        figures.add(new Figure("sum of all gauges afterwards", gauges, "", 0, "%d threads".formatted(threads)));
        return figures;
    }

    /** Least squares, ordinate units per hour. */
    static double slope(List<double[]> points) {
        double meanX = points.stream().mapToDouble(point -> point[0]).average().orElse(0);
        double meanY = points.stream().mapToDouble(point -> point[1]).average().orElse(0);
        double above = 0;
        double below = 0;
        for (double[] point : points) {
            above += (point[0] - meanX) * (point[1] - meanY);
            below += (point[0] - meanX) * (point[0] - meanX);
        }
        return below == 0 ? Double.NaN : above / below;
    }

    private static long changed(List<Speakers.Turn> turns) {
        Map<String, String> first = new TreeMap<>();
        return turns.stream()
                .filter(turn -> {
                    String before =
                            first.putIfAbsent(turn.recording(), turn.spoken().text());
                    return before != null && !before.equals(turn.spoken().text());
                })
                .map(Speakers.Turn::recording)
                .distinct()
                .count();
    }

    private String errorRate(List<Speakers.Turn> turns) {
        int half = turns.size() / 2;
        return String.format(
                Locale.ROOT,
                "WER first half %.2f %%, second half %.2f %%",
                errors(turns.subList(0, half)).percent(),
                errors(turns.subList(half, turns.size())).percent());
    }

    private WordErrors errors(List<Speakers.Turn> turns) {
        Map<String, String> texts = new TreeMap<>();
        setting.corpus().recordings().forEach(each -> texts.put(each.name(), each.text()));
        WordErrors errors = WordErrors.none();
        for (Speakers.Turn turn : turns) {
            errors = errors.plus(WordErrors.of(
                    texts.getOrDefault(turn.recording(), ""), turn.spoken().text()));
        }
        return errors;
    }
}
