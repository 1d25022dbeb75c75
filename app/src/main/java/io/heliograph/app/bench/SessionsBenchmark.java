package io.heliograph.app.bench;

import io.heliograph.app.CommandOutput;
import io.heliograph.app.client.Pause;
import io.heliograph.server.time.Ticker;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * CreateSession on a server that is nearly full: a thousand sessions allowed, twenty of them speaking, the others held, and calls in an
 * open loop that open one more and end it. Confined to the calling thread.
 */
final class SessionsBenchmark implements Benchmark {
    private static final int MAX_SESSIONS = 1_000;
    private static final int SPEAKERS = 20;
    /** Room for the calls under way, so that none of them is refused when a few are slow. */
    private static final int ROOM = 20;

    private static final double CALLS_PER_SECOND = 50;
    private static final double MOST_MILLIS = 20;
    /** From here on the figures tell of the generator (contract §18). */
    private static final double MOST_LAG_MILLIS = 10;

    private static final long SAMPLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Endurance setting;
    private final CommandOutput output;
    private final Ticker ticker = Ticker.system();
    private final Pause pause = Pause.parking(ticker);

    SessionsBenchmark(Endurance setting, CommandOutput output) {
        this.setting = setting;
        this.output = output;
    }

    @Override
    public List<Figure> run() throws Exception {
        try (WatchedServer server = setting.start("max_sessions: " + MAX_SESSIONS, "session_start_timeout_sec: 600");
                SessionCalls calls = new SessionCalls(server.grpcPort(), ticker);
                HeldSessions held = new HeldSessions(server.grpcPort(), MAX_SESSIONS - SPEAKERS - ROOM)) {
            // Half of the warm-up alone, half beside the speakers, whose streams are all open by then.
            calls.run(setting.isShort() ? 100 : 500, 4 * CALLS_PER_SECOND);
            try (Speakers speakers = new Speakers(setting, server.grpcPort(), SPEAKERS)) {
                calls.run(setting.isShort() ? 50 : 500, CALLS_PER_SECOND);
                double cpuBefore = server.cpuSeconds();
                long begin = ticker.nanos();
                SessionCalls.Outcome outcome;
                AtomicLong fewest = new AtomicLong(Long.MAX_VALUE);
                Thread watch = Thread.ofPlatform().name("held").start(() -> watch(server, fewest));
                try {
                    outcome = calls.run(setting.isShort() ? 150 : 3_000, CALLS_PER_SECOND);
                } finally {
                    watch.interrupt();
                    watch.join();
                }
                double cores = (server.cpuSeconds() - cpuBefore) / ((ticker.nanos() - begin) / 1e9);
                output.out(String.format(
                        Locale.ROOT,
                        "sessions: %d calls at %.0f per second, at least %d of %d sessions held, %d speaking; server on %.2f cores",
                        outcome.lagMillis().count(),
                        CALLS_PER_SECOND,
                        fewest.get(),
                        MAX_SESSIONS,
                        SPEAKERS,
                        cores));
                return figures(outcome, speakers, held, fewest.get());
            }
        }
    }

    private void watch(WatchedServer server, AtomicLong fewest) {
        try {
            while (true) {
                long active = (long) WatchedServer.value(server.scrape(), "stt_active_sessions");
                fewest.accumulateAndGet(active, Math::min);
                pause.until(ticker.nanos() + SAMPLE_NANOS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            fewest.set(0);
        }
    }

    private List<Figure> figures(SessionCalls.Outcome outcome, Speakers speakers, HeldSessions held, long fewest) {
        double lag = outcome.lagMillis().at(99);
        boolean isVoid = setting.isSpeedJudged() && lag > MOST_LAG_MILLIS;
        String spread = String.format(
                Locale.ROOT,
                "P50 %.2f, P90 %.2f, most %.1f ms, from when the call was due%s",
                outcome.millis().at(50),
                outcome.millis().at(90),
                outcome.millis().at(100),
                isVoid
                        ? String.format(
                                Locale.ROOT,
                                "; P99 was %.1f ms, but the generator was late",
                                outcome.millis().at(99))
                        : "");
        List<String> odd = new java.util.ArrayList<>(outcome.problems());
        odd.addAll(speakers.badEnds());
        odd.addAll(speakers.oddRefusals());
        return List.of(
                new Figure(
                        "CreateSession at %d sessions beside %d speakers, P99".formatted(MAX_SESSIONS, SPEAKERS),
                        isVoid ? Double.NaN : outcome.millis().at(99),
                        "ms",
                        setting.ifSpeedIsJudged(MOST_MILLIS),
                        spread),
                new Figure(
                        "generator lag, P99",
                        lag,
                        "ms",
                        setting.ifSpeedIsJudged(MOST_LAG_MILLIS),
                        String.format(
                                Locale.ROOT, "most %.1f ms", outcome.lagMillis().at(100))),
                new Figure(
                        "sessions short of %d, most".formatted(MAX_SESSIONS),
                        MAX_SESSIONS - fewest,
                        "",
                        // Speakers pause between two recordings.
                        ROOM + SPEAKERS,
                        "%d held idle".formatted(held.count())),
                new Figure(
                        "calls and streams that did not end well",
                        odd.size(),
                        "",
                        0,
                        odd.stream().distinct().limit(3).toList().toString()));
    }
}
