package io.heliograph.app.bench;

import io.heliograph.app.CommandOutput;
import io.heliograph.app.client.Pause;
import io.heliograph.server.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A server under traffic that is killed, and one that is asked to stop, again and again. It must be ready again soon, and on a
 * stop nobody loses a final without being told.
 */
final class KillBenchmark implements Benchmark {
    private static final int SPEAKERS = 4;
    private static final long TRAFFIC_NANOS = TimeUnit.SECONDS.toNanos(4);
    /** All recordings begin with speech; a stream with so much of it must have had a final. */
    private static final double SPOKEN_SECONDS = 1.5;

    private final Endurance setting;
    private final CommandOutput output;
    private final Ticker ticker = Ticker.system();
    private final Percentiles readySeconds = new Percentiles();
    private final List<String> losses = new ArrayList<>();
    private int badStatus;
    private int settled;

    KillBenchmark(Endurance setting, CommandOutput output) {
        this.setting = setting;
        this.output = output;
    }

    @Override
    public List<Figure> run() throws Exception {
        int rounds = setting.isShort() ? 1 : setting.rounds();
        for (int i = 0; i < rounds; i++) {
            round(true);
            round(false);
            output.out(String.format(
                    Locale.ROOT,
                    "kill round %d of %d: ready after %.2f s at most, %d streams settled on SIGTERM",
                    i + 1,
                    rounds,
                    readySeconds.at(100),
                    settled));
        }
        return List.of(
                new Figure(
                        "start after SIGKILL or SIGTERM until ready, longest",
                        readySeconds.at(100),
                        "s",
                        setting.ifSpeedIsJudged(10),
                        "%d starts, median %.2f s".formatted(readySeconds.count(), readySeconds.at(50))),
                new Figure(
                        "streams that lost a final silently on SIGTERM",
                        losses.size(),
                        "",
                        0,
                        "%d streams were settled; %s".formatted(settled, losses)),
                new Figure("exit status other than 0 after SIGTERM", badStatus, "", 0, "%d stops".formatted(rounds)));
    }

    private void round(boolean isKill) throws Exception {
        // A short grace, half of which open streams go on.
        try (WatchedServer server = setting.start("max_sessions: 0", "decode_timeout_sec: 4");
                Speakers speakers = new Speakers(setting, server.grpcPort(), SPEAKERS)) {
            readySeconds.add(server.readySeconds());
            Pause.parking(ticker).until(ticker.nanos() + TRAFFIC_NANOS);
            if (isKill) {
                server.kill();
                return;
            }
            long stopped = ticker.nanos();
            if (server.terminate() != 0) {
                badStatus++;
            }
            speakers.stop();
            for (Speakers.Turn turn : speakers.turns()) {
                if (turn.endedNanos() >= stopped) {
                    settled++;
                    judge(turn.spoken());
                }
            }
        }
    }

    private void judge(Spoken spoken) {
        boolean isClear = spoken.end().isOk()
                || spoken.end().errorCode().filter("ERR1013"::equals).isPresent();
        boolean hasFinal = !spoken.finalSeconds().isEmpty() || spoken.sentSeconds() < SPOKEN_SECONDS;
        if (!isClear || !hasFinal) {
            losses.add("%s after %.1f s, %d finals"
                    .formatted(
                            spoken.end(),
                            spoken.sentSeconds(),
                            spoken.finalSeconds().size()));
        }
    }
}
