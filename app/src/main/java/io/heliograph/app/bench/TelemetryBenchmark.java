package io.heliograph.app.bench;

import io.heliograph.app.CommandOutput;
import io.heliograph.app.bench.SilentStreams.Beat;
import io.heliograph.app.client.Pause;
import io.heliograph.server.time.Ticker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What a scrape costs: how long one takes on an idle server and beside many streams, and whether streams notice that somebody
 * scrapes. Confined to the calling thread.
 */
final class TelemetryBenchmark implements Benchmark {
    private static final double MOST_SCRAPE_MILLIS = 20;
    /** Two runs without scrapes differ by as much on two shared cores. */
    private static final double MOST_RATIO = 1.2;

    private static final int STREAMS = 200;
    private static final int WARM_UP_SCRAPES = 50;
    /** Streams have filled their buffers (20 s by default) and their code is compiled: what follows is how the server goes on. */
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final long SHORT_SETTLE_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** Four people keep two cores half busy. */
    private static final int SPEAKERS = 4;

    private final Endurance setting;
    private final CommandOutput output;
    private final Ticker ticker = Ticker.system();
    private final Pause pause = Pause.parking(ticker);

    TelemetryBenchmark(Endurance setting, CommandOutput output) {
        this.setting = setting;
        this.output = output;
    }

    @Override
    public List<Figure> run() throws Exception {
        List<Figure> figures = new ArrayList<>();
        try (WatchedServer server = setting.start("max_sessions: 0", "http_rate_limit_rps: 0")) {
            scrapes(server, WARM_UP_SCRAPES);
            figures.add(figure("on an idle server", scrapes(server, count())));
            for (Beat beat : List.of(Beat.SPREAD, Beat.TOGETHER)) {
                figures.addAll(besideStreams(server, beat));
            }
            figures.addAll(noticed(server));
        }
        return figures;
    }

    private int count() {
        return setting.isShort() ? 100 : 400;
    }

    private Percentiles scrapes(WatchedServer server, int count) throws IOException {
        Percentiles millis = new Percentiles();
        for (int i = 0; i < count; i++) {
            long begin = ticker.nanos();
            server.scrape();
            millis.add((ticker.nanos() - begin) / 1e6);
        }
        return millis;
    }

    private static Figure figure(String where, Percentiles millis) {
        return new Figure(
                "scrape of /metrics " + where + ", P99",
                millis.at(99),
                "ms",
                MOST_SCRAPE_MILLIS,
                String.format(
                        Locale.ROOT, "%d: P50 %.2f ms, most %.2f ms", millis.count(), millis.at(50), millis.at(100)));
    }

    private List<Figure> besideStreams(WatchedServer server, Beat beat) throws IOException, InterruptedException {
        try (SilentStreams streams = new SilentStreams(server.grpcPort(), STREAMS, beat, ticker)) {
            pause.until(ticker.nanos() + (setting.isShort() ? SHORT_SETTLE_NANOS : SETTLE_NANOS));
            double before = active(server);
            Percentiles millis = scrapes(server, count());
            double fewest = Math.min(before, active(server));
            String where =
                    "beside %d streams, chunks %s".formatted(STREAMS, beat == Beat.SPREAD ? "spread" : "all at once");
            return List.of(
                    figure(where, millis),
                    new Figure(
                            "streams short of %d, chunks %s"
                                    .formatted(STREAMS, beat.name().toLowerCase(Locale.ROOT)),
                            STREAMS - fewest,
                            "",
                            0,
                            "%d ended early".formatted(streams.ended())));
        }
    }

    private static double active(WatchedServer server) throws IOException {
        return WatchedServer.value(server.scrape(), "stt_streams_active");
    }

    /** First results and finals with and without a scraper, by turns in the same run. */
    private List<Figure> noticed(WatchedServer server) throws Exception {
        PacedLoad load = new PacedLoad(setting.corpus());
        load.run(server.grpcPort(), SPEAKERS, setting.isShort() ? 4 : 10); // warm-up
        Heard alone = new Heard();
        Heard scraped = new Heard();
        double seconds = setting.isShort() ? 12 : 40;
        for (int turn = 0; turn < (setting.isShort() ? 1 : 2); turn++) {
            alone.add(load.run(server.grpcPort(), SPEAKERS, seconds));
            try (Scraper scraper = new Scraper(server, ticker)) {
                scraped.add(load.run(server.grpcPort(), SPEAKERS, seconds));
                output.out("telemetry: " + scraper);
            }
        }
        return List.of(ratio("first result", scraped.first, alone.first), ratio("final", scraped.finals, alone.finals));
    }

    private static Figure ratio(String what, Percentiles scraped, Percentiles alone) {
        return new Figure(
                "P99 of " + what + ", scraped 10 times a second / not",
                scraped.at(99) / alone.at(99),
                "x",
                MOST_RATIO,
                String.format(
                        Locale.ROOT,
                        "P50 %.0f and %.0f ms, P99 %.0f and %.0f ms, %d and %d",
                        scraped.at(50) * 1e3,
                        alone.at(50) * 1e3,
                        scraped.at(99) * 1e3,
                        alone.at(99) * 1e3,
                        scraped.count(),
                        alone.count()));
    }

    /** What the speakers of several runs had. */
    private static final class Heard {
        private final Percentiles first = new Percentiles();
        private final Percentiles finals = new Percentiles();

        void add(PacedLoad.Outcome outcome) throws IOException {
            if (outcome.failed() > 0) {
                throw new IOException("streams failed: " + outcome);
            }
            first.addAll(outcome.first());
            finals.addAll(outcome.finals());
        }
    }
}
