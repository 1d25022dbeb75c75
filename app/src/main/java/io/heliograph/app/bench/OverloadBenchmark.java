package io.heliograph.app.bench;

import io.heliograph.app.CommandOutput;
import io.heliograph.app.client.Pause;
import io.heliograph.server.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Three times as many speakers as the server can serve. First the peak is found: more and more speakers, until finals come late
 * or not more of them in time; then a server that admits so many sessions is asked by three times as many.
 */
final class OverloadBenchmark implements Benchmark {
    private static final int OVERLOAD = 3;
    private static final List<Integer> STEPS = List.of(8, 16, 24, 32, 48, 64, 80, 96, 128);
    private static final List<Integer> SHORT_STEPS = List.of(8);
    private static final int STEP_SECONDS = 30;
    private static final int SHORT_STEP_SECONDS = 8;
    /** The first streams begin together; what is counted starts later. */
    private static final int SETTLE_SECONDS = 5;
    /** A step that brings less than this share more than the one before is no step up. */
    private static final double GAIN = 1.1;

    private final Endurance setting;
    private final CommandOutput output;
    private final Ticker ticker = Ticker.system();

    OverloadBenchmark(Endurance setting, CommandOutput output) {
        this.setting = setting;
        this.output = output;
    }

    /** What a number of speakers got. */
    private record Load(int speakers, double finalsPerSec, long late, Speakers heard) {}

    @Override
    public List<Figure> run() throws Exception {
        Load peak = new Load(0, 0, 0, new Speakers(setting, 1, 0));
        for (int speakers : setting.isShort() ? SHORT_STEPS : STEPS) {
            Load load = load(speakers, speakers);
            tell("peak", load);
            boolean isLate = setting.isSpeedJudged() && load.late() > 0;
            if (isLate || load.finalsPerSec() < peak.finalsPerSec() * GAIN) {
                break;
            }
            peak = load;
        }
        if (peak.speakers() == 0) {
            throw new IllegalStateException("finals come late already with %d speakers".formatted(STEPS.getFirst()));
        }
        Load over = load(peak.speakers(), OVERLOAD * peak.speakers());
        tell("overload", over);
        return figures(peak, over);
    }

    private Load load(int maxSessions, int speakers) throws Exception {
        int seconds = setting.isShort() ? SHORT_STEP_SECONDS : STEP_SECONDS;
        try (WatchedServer server = setting.start("max_sessions: " + maxSessions);
                Speakers heard = new Speakers(setting, server.grpcPort(), speakers)) {
            long from = ticker.nanos() + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS);
            long to = from + TimeUnit.SECONDS.toNanos(seconds);
            Pause.parking(ticker).until(to);
            double rate = heard.finalsInTime(from, to) / (double) seconds;
            long late = heard.finalsLate(from, to);
            heard.stop();
            return new Load(speakers, rate, late, heard);
        }
    }

    private void tell(String what, Load load) {
        Percentiles finals = new Percentiles();
        load.heard().turns().forEach(turn -> turn.spoken().finalSeconds().forEach(each -> finals.add(each * 1_000)));
        output.out(String.format(
                Locale.ROOT,
                "%s: %d speakers, %.2f finals/s in time, %d late, P50 %.0f ms, P99 %.0f ms, %d refusals",
                what,
                load.speakers(),
                load.finalsPerSec(),
                load.late(),
                finals.at(50),
                finals.at(99),
                load.heard().refusalSeconds().size()));
    }

    private List<Figure> figures(Load peak, Load over) {
        Percentiles refusals = new Percentiles();
        over.heard().refusalSeconds().forEach(seconds -> refusals.add(seconds * 1_000));
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure(
                "refusals at 3x overload, P99",
                refusals.at(99),
                "ms",
                setting.ifSpeedIsJudged(50),
                "%d refusals, P50 %.1f ms".formatted(refusals.count(), refusals.at(50))));
        figures.add(new Figure(
                "goodput short of the peak",
                100 * (1 - over.finalsPerSec() / peak.finalsPerSec()),
                "%",
                setting.ifSpeedIsJudged(10),
                String.format(
                        Locale.ROOT,
                        "%.2f of %.2f finals/s, peak at %d streams",
                        over.finalsPerSec(),
                        peak.finalsPerSec(),
                        peak.speakers())));
        figures.add(new Figure(
                "finals of admitted streams later than 5 s", over.late(), "", setting.ifSpeedIsJudged(0), ""));
        List<String> bad = over.heard().badEnds();
        figures.add(new Figure(
                "admitted streams that did not end well",
                bad.size(),
                "",
                0,
                "of %d; %s"
                        .formatted(
                                over.heard().turns().size(),
                                bad.stream().limit(3).toList())));
        figures.add(new Figure(
                "refusals for another reason than the limit",
                over.heard().oddRefusals().size(),
                "",
                0,
                over.heard().oddRefusals().stream().limit(3).toList().toString()));
        return figures;
    }
}
