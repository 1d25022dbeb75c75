package io.heliograph.app.bench;

import io.heliograph.app.CommandOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two servers under the same paced speech, by turns: this one and another checkout's, or this one with other options of Java. The
 * machine's moods fall on both alike, so the ratios of their medians tell what a search for capacity on each would hide in its noise.
 * Confined to the calling thread.
 */
final class CompareBenchmark implements Benchmark {
    /** What became of partials, by an outcome. */
    private static final Pattern PARTIALS =
            Pattern.compile("stt_decodes_total\\{kind=\"partial\",outcome=\"(\\w+)\"} (\\d+)");

    private final Endurance setting;
    private final CommandOutput output;
    private final Against against;

    /**
     * What this server is compared with.
     *
     * @param launcher of the other one
     * @param javaOptions its options of Java, beside the usual; may be empty
     * @param streams paced speech streams
     * @param turns looks at each
     */
    record Against(Path launcher, String javaOptions, int streams, int turns) {}

    CompareBenchmark(Endurance setting, CommandOutput output, Against against) {
        this.setting = setting;
        this.output = output;
        this.against = against;
    }

    /** What the looks at one server gave. */
    private static final class Side {
        private final String name;
        private final WatchedServer server;
        private final Percentiles cpuPercent = new Percentiles();
        private final Percentiles partials = new Percentiles();
        private final Percentiles finals = new Percentiles();
        private final Percentiles firsts = new Percentiles();

        private Side(String name, WatchedServer server) {
            this.name = name;
            this.server = server;
        }
    }

    @Override
    public List<Figure> run() throws Exception {
        double seconds = setting.isShort() ? 12 : 40;
        List<String> settings = CapacityBenchmark.settings(1.5);
        PacedLoad load = new PacedLoad(setting.corpus());
        try (WatchedServer own = WatchedServer.start(setting.launcher(), setting.models(), settings, "");
                WatchedServer other =
                        WatchedServer.start(against.launcher(), setting.models(), settings, against.javaOptions())) {
            List<Side> sides = List.of(new Side("this", own), new Side("other", other));
            for (Side side : sides) {
                load.run(side.server.grpcPort(), against.streams(), seconds); // warm-up
            }
            for (int turn = 1; turn <= against.turns(); turn++) {
                for (Side side : sides) {
                    look(turn, side, load, seconds);
                }
            }
            return figures(sides.getFirst(), sides.getLast());
        }
    }

    private void look(int turn, Side side, PacedLoad load, double seconds) throws Exception {
        Map<String, Long> before = partials(side.server.scrape());
        double cpuBefore = side.server.cpuSeconds();
        PacedLoad.Outcome outcome = load.run(side.server.grpcPort(), against.streams(), seconds);
        double percent = 100 * (side.server.cpuSeconds() - cpuBefore) / outcome.spokenSeconds();
        if (outcome.failed() > 0) {
            throw new IOException(outcome.failed() + " streams failed");
        }
        side.cpuPercent.add(percent);
        side.partials.add(outcome.partialsPerSecond());
        side.finals.add(outcome.triggered().at(99));
        side.firsts.add(outcome.first().at(99));
        output.out(String.format(
                Locale.ROOT,
                "turn %d  %-5s %s; after the endpoint P99 %.0f ms; %.2f %% of a core per stream; resident %.0f MiB; partials: %s",
                turn,
                side.name,
                outcome,
                outcome.triggered().at(99) * 1e3,
                percent,
                side.server.residentMebibytes(),
                since(before, partials(side.server.scrape()))));
    }

    /** Partials so far by what became of them. */
    private static Map<String, Long> partials(String scrape) {
        Map<String, Long> counts = new TreeMap<>();
        Matcher each = PARTIALS.matcher(scrape);
        while (each.find()) {
            counts.put(each.group(1), Long.parseLong(each.group(2)));
        }
        return counts;
    }

    private static String since(Map<String, Long> before, Map<String, Long> after) {
        List<String> parts = new ArrayList<>();
        after.forEach((outcome, count) -> {
            long more = count - before.getOrDefault(outcome, 0L);
            if (more > 0) {
                parts.add(more + " " + outcome);
            }
        });
        return String.join(", ", parts);
    }

    private List<Figure> figures(Side own, Side other) {
        return List.of(
                ratio("processor time per stream", own.cpuPercent, other.cpuPercent, 1, "%"),
                ratio("partials a second", own.partials, other.partials, 1, ""),
                ratio("first result, P99", own.firsts, other.firsts, 1e3, "ms"),
                ratio("final after the endpoint, P99", own.finals, other.finals, 1e3, "ms"));
    }

    private Figure ratio(String name, Percentiles own, Percentiles other, double scale, String unit) {
        return new Figure(
                name + ", this / other",
                own.at(50) / other.at(50),
                "x",
                Double.POSITIVE_INFINITY,
                String.format(
                        Locale.ROOT,
                        "medians %.3f and %.3f %s of %d turns, %d streams",
                        own.at(50) * scale,
                        other.at(50) * scale,
                        unit,
                        against.turns(),
                        against.streams()));
    }
}
