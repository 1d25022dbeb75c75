package io.heliograph.app.bench;

import io.heliograph.app.CommandOutput;
import io.heliograph.app.bench.SilentStreams.Beat;
import io.heliograph.app.client.Pause;
import io.heliograph.server.time.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What open pages of the console cost a server with many live sessions: its processor time with six tabs open and with none, by
 * turns in the same run and beside the same speech, and whether the speakers' finals notice. Confined to the calling thread.
 */
final class TabsBenchmark implements Benchmark {
    private static final int SESSIONS = 200;
    /** Well below what two cores carry, so that it is the console that is measured. */
    private static final int SPEAKERS = 8;

    private static final double MOST_PERCENT = 15;
    /** Two runs without a console differ by as much on two shared cores. */
    private static final double MOST_RATIO = 1.2;

    /** Once a second is meant; a slow browser is sent fewer, which would cost the server less. */
    private static final double MOST_SECONDS_PER_BEAT = 1.1;

    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Endurance setting;
    private final CommandOutput output;
    private final Ticker ticker = Ticker.system();
    private final Pause pause = Pause.parking(ticker);

    TabsBenchmark(Endurance setting, CommandOutput output) {
        this.setting = setting;
        this.output = output;
    }

    /** What is measured. */
    private record Scene(WatchedServer server, Chromium browser, ConsoleTabs tabs) {}

    /** What phases of one kind measured. */
    private static final class Phases {
        private final Percentiles finals = new Percentiles();
        /** Of one core, of each phase. */
        private final Percentiles percent = new Percentiles();

        /** Of each page and phase. */
        private final Percentiles beatsPerSecond = new Percentiles();
    }

    @Override
    public List<Figure> run() throws Exception {
        Path program = Chromium.installed()
                .orElseThrow(() -> new IOException(
                        "tabs needs a Chromium: install the package chromium, or name one in CHROMIUM"));
        int port = WatchedServer.freePort();
        try (WatchedServer server =
                        setting.start("max_sessions: 0", "max_audio_seconds_per_session: 0", "console.port: " + port);
                Chromium browser = Chromium.start(program);
                SilentStreams streams =
                        new SilentStreams(server.grpcPort(), SESSIONS - SPEAKERS, Beat.SELDOM, ticker)) {
            ConsoleTabs tabs = ConsoleTabs.of(browser, "http://127.0.0.1:" + port, server.oneTimePassword());
            output.out("tabs: %d sessions, %d of them speak; %s".formatted(SESSIONS, SPEAKERS, tabs));
            List<Figure> figures = measure(new Scene(server, browser, tabs));
            figures.add(new Figure("silent streams that ended early", streams.ended(), "", 0, ""));
            return figures;
        }
    }

    private List<Figure> measure(Scene scene) throws Exception {
        PacedLoad load = new PacedLoad(setting.corpus());
        double seconds = setting.isShort() ? 12 : 20;
        // Code that has run is compiled code, here and there.
        scene.tabs.enter();
        load.run(scene.server.grpcPort(), SPEAKERS, seconds);
        scene.tabs.leave();
        Phases closed = new Phases();
        Phases open = new Phases();
        for (int round = 0; round < (setting.isShort() ? 1 : 2); round++) {
            // In this order, a machine that becomes slower or faster in the meantime favours neither.
            phase(scene, load, seconds, closed, false);
            phase(scene, load, seconds, open, true);
            phase(scene, load, seconds, open, true);
            phase(scene, load, seconds, closed, false);
        }
        return figures(closed, open);
    }

    private void phase(Scene scene, PacedLoad load, double seconds, Phases phases, boolean isOpen) throws Exception {
        if (isOpen) {
            scene.tabs.enter();
        }
        pause.until(ticker.nanos() + SETTLE_NANOS);
        List<Integer> beats = isOpen ? scene.tabs.beats() : List.of();
        double browser = scene.browser.cpuSeconds();
        double own = ownCpuSeconds();
        double server = scene.server.cpuSeconds();
        long begin = ticker.nanos();
        PacedLoad.Outcome outcome = load.run(scene.server.grpcPort(), SPEAKERS, seconds);
        double took = (ticker.nanos() - begin) / 1e9;
        server = scene.server.cpuSeconds() - server;
        output.out(String.format(
                Locale.ROOT,
                "tabs: %s %.0f s; of a core: server %.1f %%, clients %.1f %%, browser %.1f %%; %s",
                isOpen ? "open  " : "closed",
                took,
                100 * server / took,
                100 * (ownCpuSeconds() - own) / took,
                100 * (scene.browser.cpuSeconds() - browser) / took,
                outcome));
        if (outcome.failed() > 0) {
            throw new IOException("streams failed: " + outcome);
        }
        phases.finals.addAll(outcome.finals());
        phases.percent.add(100 * server / took);
        if (isOpen) {
            List<Integer> after = scene.tabs.beats();
            for (int i = 0; i < after.size(); i++) {
                phases.beatsPerSecond.add((after.get(i) - beats.get(i)) / took);
            }
            scene.tabs.leave();
        }
    }

    private static double ownCpuSeconds() {
        return ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toMillis()
                / 1e3;
    }

    private static List<Figure> figures(Phases closed, Phases open) {
        return new ArrayList<>(List.of(
                new Figure(
                        "processor of the server with six tabs, more than with none",
                        // Medians, because a virtual machine is not equally fast in every minute.
                        open.percent.at(50) - closed.percent.at(50),
                        "%",
                        MOST_PERCENT,
                        String.format(
                                Locale.ROOT,
                                "medians, of one core: %.1f with (%.1f to %.1f), %.1f without (%.1f to %.1f)",
                                open.percent.at(50),
                                open.percent.at(0),
                                open.percent.at(100),
                                closed.percent.at(50),
                                closed.percent.at(0),
                                closed.percent.at(100))),
                new Figure(
                        "P99 of final, six tabs open / none",
                        open.finals.at(99) / closed.finals.at(99),
                        "x",
                        MOST_RATIO,
                        String.format(
                                Locale.ROOT,
                                "P50 %.0f and %.0f ms, P99 %.0f and %.0f ms, %d and %d",
                                open.finals.at(50) * 1e3,
                                closed.finals.at(50) * 1e3,
                                open.finals.at(99) * 1e3,
                                closed.finals.at(99) * 1e3,
                                open.finals.count(),
                                closed.finals.count())),
                new Figure(
                        "figures reach the browser every, slowest page",
                        1 / open.beatsPerSecond.at(0),
                        "s",
                        MOST_SECONDS_PER_BEAT,
                        "counted in the page; %d pages and phases".formatted(open.beatsPerSecond.count()))));
    }
}
