package io.heliograph.app.bench;

import io.grpc.Status;
import io.heliograph.app.CommandOutput;
import io.heliograph.server.time.Ticker;
import io.heliograph.server.transport.grpc.GrpcTransportKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The gRPC transports side by side in one run: what they cost, and what is left of calls that end badly. */
final class TransportsBenchmark implements Benchmark {
    private static final int STREAMS = 40;
    private static final int ROUNDS = 4;
    private static final double ROUND_SECONDS = 12;
    private static final double SHORT_ROUND_SECONDS = 4;
    private static final double WARM_UP_SECONDS = 5;
    private static final int CANCELS = 20_000;
    private static final int SHORT_CANCELS = 3_000;
    private static final int DROPPED = 200;
    private static final int SHORT_DROPPED = 50;

    /** When nothing of them may be left any more (contract §3.2). */
    private static final long RELEASE_SECONDS = 5;

    /** How much more of the processor Helidon may take. */
    private static final double MAX_RATIO = 1.2;

    /** The objective of CreateSession (contract §17.1), in milliseconds. */
    private static final double MAX_CREATE_MILLIS = 300;

    private final Endurance setting;
    private final CommandOutput output;

    TransportsBenchmark(Endurance setting, CommandOutput output) {
        this.setting = setting;
        this.output = output;
    }

    @Override
    public List<Figure> run() throws Exception {
        try (TransportRun netty = start(GrpcTransportKind.NETTY);
                TransportRun helidon = start(GrpcTransportKind.HELIDON)) {
            List<TransportRun> both = List.of(netty, helidon);
            for (TransportRun each : both) {
                each.paced(STREAMS, WARM_UP_SECONDS, false);
            }
            double seconds = setting.isShort() ? SHORT_ROUND_SECONDS : ROUND_SECONDS;
            for (int i = 0; i < ROUNDS; i++) {
                // By turns in changing order, so that both see the same weather.
                for (TransportRun each : i % 2 == 0 ? both : both.reversed()) {
                    each.paced(STREAMS, seconds, true);
                }
                output.out(String.format(
                        Locale.ROOT,
                        "transports round %d of %d: %.3f and %.3f %% of a core per stream so far",
                        i + 1,
                        ROUNDS,
                        netty.cpuPercent(),
                        helidon.cpuPercent()));
            }
            List<Figure> figures = new ArrayList<>();
            figures.add(new Figure(
                    "processor per paced stream, helidon / netty",
                    helidon.cpuPercent() / netty.cpuPercent(),
                    "",
                    setting.ifSpeedIsJudged(MAX_RATIO),
                    String.format(
                            Locale.ROOT,
                            "%.3f and %.3f %% of a core, %d streams with detector, %d rounds of %.0f s each",
                            helidon.cpuPercent(),
                            netty.cpuPercent(),
                            STREAMS,
                            ROUNDS,
                            seconds)));
            for (TransportRun each : both) {
                figures.addAll(figures(each));
            }
            return figures;
        }
    }

    private TransportRun start(GrpcTransportKind kind) throws Exception {
        return new TransportRun(kind.configName(), setting, Ticker.system());
    }

    private List<Figure> figures(TransportRun run) throws Exception {
        String over = " over " + run.name();
        int cancels = setting.isShort() ? SHORT_CANCELS : CANCELS;
        int dropped = setting.isShort() ? SHORT_DROPPED : DROPPED;
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure(
                "CreateSession P99" + over,
                run.createMillis().at(99),
                "ms",
                setting.ifSpeedIsJudged(MAX_CREATE_MILLIS),
                String.format(
                        Locale.ROOT,
                        "P50 %.2f ms, %d calls beside the streams",
                        run.createMillis().at(50),
                        run.createMillis().count())));
        figures.add(told("alive in the heap" + over, run.aliveMegabytes(), "with %d streams open".formatted(STREAMS)));
        figures.add(told("resident" + over, run.residentMegabytes(), "with %d streams open".formatted(STREAMS)));
        Status.Code neighbour = run.racedCancels(cancels);
        figures.add(new Figure(
                "neighbours lost to raced cancels" + over,
                neighbour == Status.Code.OK ? 0 : 1,
                "",
                0,
                "%d cancels beside one stream, which ended with %s".formatted(cancels, neighbour)));
        TransportRun.Dropped left = run.dropped(dropped, RELEASE_SECONDS);
        String detail = String.format(
                Locale.ROOT,
                "%d dropped connections, %d s later; all gauges 0 after %.2f s",
                dropped,
                RELEASE_SECONDS,
                left.seconds());
        figures.add(new Figure("threads left of dropped connections" + over, left.threads(), "", 0, detail));
        figures.add(new Figure("permits left of dropped connections" + over, left.gauges(), "", 0, detail));
        return figures;
    }

    private static Figure told(String name, double megabytes, String detail) {
        return new Figure(name, megabytes, "MiB", Double.POSITIVE_INFINITY, detail);
    }
}
