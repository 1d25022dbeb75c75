package io.heliograph.app.bench;

import io.heliograph.app.CommandOutput;
import java.util.List;

/**
 * The largest number of paced speech streams that the packaged server carries on time and without a word lost, beside the bound
 * that its models set in a bare loop on the same cores. The generator is this process; the server is one of its own.
 */
final class CapacityBenchmark implements Benchmark {
    private static final int FIRST_STEP = 4;

    /** One decode worker per core, partials every 1.5 s, limits out of the way. */
    private static final String[] SETTINGS = {
        "max_sessions: 0",
        "session_start_timeout_sec: 600",
        "session_timeout_sec: 600",
        "max_pending_decodes_global: 1024",
        "partial_decode_interval_sec: 1.5",
        "first_partial_sec: 0.5",
        "max_audio_seconds_per_session: 0",
        "model.pool_size: 0"
    };

    private final Endurance setting;
    private final CommandOutput output;

    CapacityBenchmark(Endurance setting, CommandOutput output) {
        this.setting = setting;
        this.output = output;
    }

    @Override
    public List<Figure> run() throws Exception {
        double bound = new BareLoop(setting.models(), setting.corpus()).streams(setting.isShort() ? 6 : 30);
        output.out("bare loop on %d cores: %.1f streams".formatted(cores(), bound));
        double seconds = setting.isShort() ? 12 : 40;
        PacedLoad load = new PacedLoad(setting.corpus());
        int capacity;
        PacedLoad.Outcome eased;
        try (WatchedServer server = setting.start(SETTINGS)) {
            load.run(server.grpcPort(), 2, setting.isShort() ? 4 : 10); // warm-up
            // Few streams are the reference for words; the same scripts are among the many.
            PacedLoad.Outcome reference = load.run(server.grpcPort(), Math.max(2, cores()), seconds);
            output.out("reference " + reference);
            if (reference.first().count() == 0) {
                return List.of(ratio(
                        Double.NaN,
                        "no utterance of these recordings has a second of speech: name others with --audio"));
            }
            double idleMebibytes = server.residentMebibytes();
            capacity = capacity(load, server, reference.words().percent(), bound, seconds);
            double before = server.cpuSeconds();
            eased = load.run(server.grpcPort(), Math.max(1, capacity * 4 / 5), seconds);
            output.out("at 80 %% of capacity: %s".formatted(eased));
            output.out(
                    "server at 80 %%: %.1f %% of a core per stream, models included; resident %.0f MiB, %.0f before the search"
                            .formatted(
                                    100 * (server.cpuSeconds() - before) / eased.spokenSeconds(),
                                    server.residentMebibytes(),
                                    idleMebibytes));
        }
        String detail = "%d streams against %.1f: ratio %.2f".formatted(capacity, bound, capacity / bound);
        return List.of(
                ratio(bound / capacity, detail),
                new Figure(
                        "first partial at 80 % of capacity, P99",
                        eased.first().at(99) * 1e3,
                        "ms",
                        1_000,
                        "%d utterances".formatted(eased.first().count())));
    }

    private static Figure ratio(double value, String detail) {
        return new Figure("bare loop / streams at capacity", value, "x", 1 / 0.85, detail);
    }

    /** Climbs by steps that halve until the next stream more does not hold. */
    private int capacity(PacedLoad load, WatchedServer server, double referencePercent, double bound, double seconds)
            throws Exception {
        int holds = 0;
        int step = setting.isShort() ? 2 * FIRST_STEP : FIRST_STEP;
        int next = Math.max(1, (int) (bound / 2));
        while (step >= 1) {
            PacedLoad.Outcome outcome = load.run(server.grpcPort(), next, seconds);
            boolean isHeld = outcome.holds(referencePercent);
            output.out((isHeld ? "holds     " : "too many  ") + outcome);
            if (isHeld) {
                holds = next;
                next += step;
            } else {
                step = setting.isShort() && step <= 2 ? 0 : step / 2;
                next = holds == 0 ? next / 2 : holds + step;
                if (next < 1) {
                    break;
                }
            }
        }
        return holds;
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }
}
