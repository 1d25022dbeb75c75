package io.heliograph.app.bench;

import io.heliograph.app.CommandOutput;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The largest number of paced speech streams that the packaged server carries on time and without a word lost, with partials at a
 * fixed distance and with partials that follow the load, beside the bound that its models set in a bare loop on the same cores. The
 * generator is this process; the server is one of its own. Confined to the calling thread.
 */
final class CapacityBenchmark implements Benchmark {
    /** One decode worker per core, limits out of the way. */
    private static final List<String> SETTINGS = List.of(
            "max_sessions: 0",
            "session_start_timeout_sec: 600",
            "session_timeout_sec: 600",
            "max_pending_decodes_global: 1024",
            "first_partial_sec: 0.5",
            "max_audio_seconds_per_session: 0",
            "max_audio_bytes_per_sec_batch: 0",
            "model.pool_size: 0");

    private static final double LEAST_OF_BARE = 0.85;
    /** Sixty on two cores. */
    private static final double LEAST_PER_CORE = 30;
    /** Beyond any utterance: what is left if every refresh of a partial gives way. */
    private static final double NO_REFRESH_SECONDS = 600;

    private final Endurance setting;
    private final CommandOutput output;
    private final double partialSeconds;

    /** What it sets on its server, for partials at this distance. */
    static List<String> settings(double partialSeconds) {
        return Stream.concat(SETTINGS.stream(), Stream.of("partial_decode_interval_sec: " + partialSeconds))
                .toList();
    }

    /** @param partialSeconds from one partial to the next, above 0 */
    CapacityBenchmark(Endurance setting, CommandOutput output, double partialSeconds) {
        this.setting = setting;
        this.output = output;
        this.partialSeconds = partialSeconds;
    }

    @Override
    public List<Figure> run() throws Exception {
        Bounds before = bounds();
        double seconds = setting.isShort() ? 12 : 40;
        int widest = setting.isShort() ? 8 : 4;
        int narrowest = setting.isShort() ? 4 : 1;
        PacedLoad load = new PacedLoad(setting.corpus());
        try (WatchedServer server = setting.start(settings(partialSeconds).toArray(String[]::new))) {
            int first = Math.max(1, (int) (before.atDistance() / 2));
            load.run(server.grpcPort(), first, seconds); // until the compilers have done much
            PacedLoad.Outcome few = load.run(server.grpcPort(), cores(), seconds);
            output.out("few       " + few);
            if (few.first().count() == 0) {
                throw new IllegalStateException(
                        "no utterance of these recordings has a second of speech: name others with --audio");
            }
            double idleMebibytes = server.residentMebibytes();
            CapacitySearch search = new CapacitySearch(
                    streams -> load.run(server.grpcPort(), streams, seconds),
                    new AloneWords(load, server.grpcPort(), seconds)::of,
                    output::out);
            int atDistance = search.atDistance(first, widest, narrowest);
            PacedLoad.Outcome full = load.run(server.grpcPort(), Math.max(1, atDistance), seconds);
            output.out("full      " + full);
            Bounds between = bounds();
            double cpuBefore = server.cpuSeconds();
            PacedLoad.Outcome eased = load.run(server.grpcPort(), Math.max(1, atDistance * 4 / 5), seconds);
            double used = server.cpuSeconds() - cpuBefore;
            output.out("eased     " + eased);
            int following = search.following(atDistance, first, widest, narrowest);
            output.out(String.format(
                    Locale.ROOT,
                    "server at 80 %%: %.1f %% of a core per stream, models included; resident %.0f MiB, %.0f before the search",
                    100 * used / eased.spokenSeconds(),
                    server.residentMebibytes(),
                    idleMebibytes));
            Bounds mean = before.meanWith(between);
            return List.of(
                    atDistance(mean, atDistance, full.generatorCores()),
                    following(mean, following),
                    milliseconds("final after the endpoint at 80 %, P50", eased.triggered(), 50, 20),
                    milliseconds("final after the endpoint at 80 %, P99", eased.triggered(), 99, 300),
                    milliseconds("first result at 80 %, P99", eased.first(), 99, 1_000));
        }
    }

    /**
     * What the models carry in a bare loop: measured before and behind the search at distance, because the machine changes its speed.
     *
     * @param atDistance streams with partials at their distance
     * @param firstAlone streams with first partials only
     */
    private record Bounds(double atDistance, double firstAlone) {

        Bounds meanWith(Bounds other) {
            return new Bounds((atDistance + other.atDistance) / 2, (firstAlone + other.firstAlone) / 2);
        }
    }

    private Bounds bounds() throws Exception {
        Bounds bounds = new Bounds(bareLoop(partialSeconds), bareLoop(NO_REFRESH_SECONDS));
        output.out(String.format(
                Locale.ROOT,
                "bare loop on %d cores, partials every %.2f s: %.1f streams; with first partials alone: %.1f",
                cores(),
                partialSeconds,
                bounds.atDistance(),
                bounds.firstAlone()));
        return bounds;
    }

    private double bareLoop(double seconds) throws Exception {
        return new BareLoop(setting.models(), setting.corpus(), seconds).streams(setting.isShort() ? 6 : 30);
    }

    private static Figure atDistance(Bounds bounds, int streams, double generatorCores) {
        double all = bounds.atDistance();
        double left = all * (1 - generatorCores / cores());
        return new Figure(
                "bare loop / streams with partials at their distance",
                left / streams,
                "x",
                1 / LEAST_OF_BARE,
                String.format(
                        Locale.ROOT,
                        "%d streams against %.1f on what the generator leaves: ratio %.2f; against all %.1f: %.2f",
                        streams,
                        left,
                        streams / left,
                        all,
                        streams / all));
    }

    private Figure following(Bounds bounds, int streams) {
        return new Figure(
                "asked / streams with partials that follow the load",
                LEAST_PER_CORE * cores() / streams,
                "x",
                setting.ifSpeedIsJudged(1),
                String.format(
                        Locale.ROOT,
                        "%d streams, asked %.0f per core; the models alone carry %.1f",
                        streams,
                        LEAST_PER_CORE,
                        bounds.firstAlone()));
    }

    private static Figure milliseconds(String name, Percentiles seconds, double percent, double atMost) {
        return new Figure(name, seconds.at(percent) * 1e3, "ms", atMost, "%d utterances".formatted(seconds.count()));
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }
}
