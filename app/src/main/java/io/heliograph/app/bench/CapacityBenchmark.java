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

    /** @param partialSeconds from one partial to the next, above 0 */
    CapacityBenchmark(Endurance setting, CommandOutput output, double partialSeconds) {
        this.setting = setting;
        this.output = output;
        this.partialSeconds = partialSeconds;
    }

    @Override
    public List<Figure> run() throws Exception {
        double bound = bareLoop(partialSeconds);
        double withoutRefreshes = bareLoop(NO_REFRESH_SECONDS);
        output.out(String.format(
                Locale.ROOT,
                "bare loop on %d cores, partials every %.2f s: %.1f streams; with first partials alone: %.1f",
                cores(),
                partialSeconds,
                bound,
                withoutRefreshes));
        double seconds = setting.isShort() ? 12 : 40;
        PacedLoad load = new PacedLoad(setting.corpus());
        try (WatchedServer server = setting.start(
                Stream.concat(SETTINGS.stream(), Stream.of("partial_decode_interval_sec: " + partialSeconds))
                        .toArray(String[]::new))) {
            load.run(server.grpcPort(), cores(), setting.isShort() ? 4 : 10); // warm-up
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
            CapacitySearch.Found found =
                    search.climb(Math.max(1, (int) (bound / 2)), setting.isShort() ? 8 : 4, setting.isShort() ? 4 : 1);
            double before = server.cpuSeconds();
            PacedLoad.Outcome eased = load.run(server.grpcPort(), Math.max(1, found.unstretched() * 4 / 5), seconds);
            double used = server.cpuSeconds() - before;
            output.out("eased     " + eased);
            PacedLoad.Outcome full = load.run(server.grpcPort(), Math.max(1, found.unstretched()), seconds);
            output.out("full      " + full);
            output.out(String.format(
                    Locale.ROOT,
                    "server at 80 %%: %.1f %% of a core per stream, models included; resident %.0f MiB, %.0f before the search",
                    100 * used / eased.spokenSeconds(),
                    server.residentMebibytes(),
                    idleMebibytes));
            return figures(bound * (1 - full.generatorCores() / cores()), bound, withoutRefreshes, found, eased);
        }
    }

    private double bareLoop(double seconds) throws Exception {
        return new BareLoop(setting.models(), setting.corpus(), seconds).streams(setting.isShort() ? 6 : 30);
    }

    /** @param left the bound on what the generator leaves of the cores */
    private List<Figure> figures(
            double left, double bound, double withoutRefreshes, CapacitySearch.Found found, PacedLoad.Outcome eased) {
        int unstretched = found.unstretched();
        return List.of(
                new Figure(
                        "bare loop / streams with partials at their distance",
                        left / unstretched,
                        "x",
                        1 / LEAST_OF_BARE,
                        String.format(
                                Locale.ROOT,
                                "%d streams against %.1f on what the generator leaves: ratio %.2f; against all %.1f: %.2f",
                                unstretched,
                                left,
                                unstretched / left,
                                bound,
                                unstretched / bound)),
                new Figure(
                        "asked / streams with partials that follow the load",
                        LEAST_PER_CORE * cores() / found.streams(),
                        "x",
                        setting.ifSpeedIsJudged(1),
                        String.format(
                                Locale.ROOT,
                                "%d streams, asked %.0f per core; the models alone carry %.1f",
                                found.streams(),
                                LEAST_PER_CORE,
                                withoutRefreshes)),
                milliseconds("final after the endpoint at 80 %, P50", eased.triggered(), 50, 20),
                milliseconds("final after the endpoint at 80 %, P99", eased.triggered(), 99, 300),
                milliseconds("first result at 80 %, P99", eased.first(), 99, 1_000));
    }

    private static Figure milliseconds(String name, Percentiles seconds, double percent, double atMost) {
        return new Figure(name, seconds.at(percent) * 1e3, "ms", atMost, "%d utterances".formatted(seconds.count()));
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }
}
