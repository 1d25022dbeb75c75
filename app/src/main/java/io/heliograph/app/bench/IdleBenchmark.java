package io.heliograph.app.bench;

import io.heliograph.app.CommandOutput;
import io.heliograph.app.client.Pause;
import io.heliograph.server.time.Ticker;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What a server costs that does nothing: its processor time, and what a thousand idle sessions and a thousand idle streams add to it
 * (in turns with nothing at all, in one run). Confined to the calling thread.
 */
final class IdleBenchmark implements Benchmark {
    private static final int SESSIONS = 1_000;
    private static final double MOST_IDLE_PERCENT = 0.5;
    /** Three of the kernel's hundredths of a second in a window of 30 s: less cannot be told from rounding at both ends. */
    private static final double SEEN_PERCENT = 0.1;

    private static final int MOST_KINDS = 6;

    private static final long SHORT_SETTLE_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** Until what a thousand calls at once have set off is over, compilers and collector above all. */
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** The compilers go on with what the first round made hot; a server that idles does so for longer than they need. */
    private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(180);

    private final Endurance setting;
    private final CommandOutput output;
    private final Ticker ticker = Ticker.system();
    private final Pause pause = Pause.parking(ticker);

    IdleBenchmark(Endurance setting, CommandOutput output) {
        this.setting = setting;
        this.output = output;
    }

    @Override
    public List<Figure> run() throws Exception {
        try (EmptyProcess empty = EmptyProcess.start();
                WatchedServer server = setting.start(
                        "max_sessions: 0", "session_start_timeout_sec: 600", "session_timeout_sec: 600")) {
            return processor(server, empty);
        }
    }

    private List<Figure> processor(WatchedServer server, EmptyProcess empty) throws Exception {
        int windowSeconds = setting.isShort() ? 1 : 30;
        int rounds = setting.isShort() ? 1 : 3;
        // The first round makes the server's code warm, and would be counted as the cost of sessions.
        round(server, 0, new Percentiles(), new Percentiles());
        pause.until(ticker.nanos() + (setting.isShort() ? SHORT_SETTLE_NANOS : CALM_NANOS));
        int longSeconds = setting.isShort() ? 2 : 60;
        ThreadTimes before = ThreadTimes.of(server.pid());
        ThreadTimes emptyBefore = ThreadTimes.of(empty.pid());
        double alone = percent(server, longSeconds);
        double nothing = 100 * sum(ThreadTimes.of(empty.pid()).since(emptyBefore)) / longSeconds;
        tell(ThreadTimes.of(server.pid()).since(before));
        Percentiles idle = new Percentiles();
        Percentiles sessions = new Percentiles();
        Percentiles streams = new Percentiles();
        for (int i = 0; i < rounds; i++) {
            idle.add(percentSettled(server, windowSeconds));
            round(server, windowSeconds, sessions, streams);
        }
        idle.add(percentSettled(server, windowSeconds));
        return List.of(
                new Figure(
                        "idle server",
                        alone,
                        "%",
                        setting.ifSpeedIsJudged(MOST_IDLE_PERCENT),
                        "of a core, over %d s".formatted(longSeconds)),
                new Figure(
                        "empty Java process, at the same time",
                        nothing,
                        "%",
                        Double.POSITIVE_INFINITY,
                        String.format(
                                Locale.ROOT,
                                "it renews a date once a second; the server is %.1f times as much",
                                alone / nothing)),
                more("idle sessions", sessions, idle),
                more("idle streams", streams, idle));
    }

    private static double sum(Map<String, Double> seconds) {
        return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** What an idle server does, by kind of thread. */
    private void tell(Map<String, Double> seconds) {
        output.out("idle: "
                + seconds.entrySet().stream()
                        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                        .limit(MOST_KINDS)
                        .map(each -> String.format(Locale.ROOT, "%s %.0f ms", each.getKey(), 1e3 * each.getValue()))
                        .collect(Collectors.joining(", ")));
    }

    /** A thousand sessions, then a stream for each, then none. */
    private void round(WatchedServer server, int seconds, Percentiles sessions, Percentiles streams) throws Exception {
        try (HeldSessions held = new HeldSessions(server.grpcPort(), SESSIONS)) {
            sessions.add(percentSettled(server, seconds));
            requireGauge(server, "stt_active_sessions");
            held.claim();
            streams.add(percentSettled(server, seconds));
            requireGauge(server, "stt_streams_active");
            held.end();
        }
    }

    private static void requireGauge(WatchedServer server, String gauge) throws IOException {
        double value = WatchedServer.value(server.scrape(), gauge);
        if (value != SESSIONS) {
            throw new IOException("%s is %.0f, not %d".formatted(gauge, value, SESSIONS));
        }
    }

    private double percentSettled(WatchedServer server, int seconds) throws IOException, InterruptedException {
        pause.until(ticker.nanos() + (setting.isShort() ? SHORT_SETTLE_NANOS : SETTLE_NANOS));
        return percent(server, seconds);
    }

    /** Of a core, over so many seconds. */
    private double percent(WatchedServer server, int seconds) throws IOException, InterruptedException {
        double before = server.cpuSeconds();
        long begin = ticker.nanos();
        pause.until(begin + TimeUnit.SECONDS.toNanos(seconds));
        return 100 * (server.cpuSeconds() - before) / ((ticker.nanos() - begin) / 1e9);
    }

    private Figure more(String what, Percentiles busy, Percentiles idle) {
        double noise = Math.max(SEEN_PERCENT, idle.at(100) - idle.at(0));
        return new Figure(
                "%d %s, more than without, medians".formatted(SESSIONS, what),
                busy.at(50) - idle.at(50),
                "%",
                setting.ifSpeedIsJudged(noise),
                String.format(
                        Locale.ROOT,
                        "of a core; %.2f to %.2f with, %.2f to %.2f without, %d and %d windows",
                        busy.at(0),
                        busy.at(100),
                        idle.at(0),
                        idle.at(100),
                        busy.count(),
                        idle.count()));
    }
}
