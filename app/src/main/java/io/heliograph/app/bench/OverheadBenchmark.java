package io.heliograph.app.bench;

import io.heliograph.app.CommandOutput;
import io.heliograph.app.client.Pause;
import io.heliograph.server.time.Ticker;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The processor time of a paced speech stream outside the model and the detector: all of the server's, less that of the threads on
 * which decodes and detectors run. What the rest is made of is told by kind of thread, and by package from a flight recording of a
 * second window. Confined to the calling thread.
 */
final class OverheadBenchmark implements Benchmark {
    private static final double MOST_PERCENT = 0.4;
    private static final int STREAMS = 20;
    private static final int SHORT_STREAMS = 4;
    private static final List<String> MODEL_THREADS = List.of("decode", "detector");
    /** Until the last of the staggered streams speaks, and with it the spread of its partials. */
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final String[] SETTINGS = {
        "max_sessions: 0", "max_audio_seconds_per_session: 0", "model.pool_size: 0"
    };

    private final Endurance setting;
    private final CommandOutput output;
    private final Ticker ticker = Ticker.system();
    private final Pause pause = Pause.parking(ticker);

    OverheadBenchmark(Endurance setting, CommandOutput output) {
        this.setting = setting;
        this.output = output;
    }

    /** Processor time of one window. */
    private record Spent(double seconds, double allSeconds, Map<String, Double> byThread) {

        double modelSeconds() {
            return MODEL_THREADS.stream()
                    .mapToDouble(each -> byThread.getOrDefault(each, 0.0))
                    .sum();
        }

        double percentPerStream(double cpuSeconds, int streams) {
            return 100 * cpuSeconds / seconds / streams;
        }
    }

    @Override
    public List<Figure> run() throws Exception {
        int streams = setting.isShort() ? SHORT_STREAMS : STREAMS;
        long windowNanos = TimeUnit.SECONDS.toNanos(setting.isShort() ? 4 : 60);
        try (WatchedServer server = setting.start(SETTINGS)) {
            PacedLoad load = new PacedLoad(setting.corpus());
            load.run(server.grpcPort(), streams, setting.isShort() ? 2 : 300); // until the compilers have done most
            Spent spent = spent(server, load, streams, windowNanos);
            tell(spent, streams);
            if (!setting.isShort()) {
                FlightRecording recording = FlightRecording.start(server.pid());
                spent(server, load, streams, windowNanos / 2);
                recording.stop(MODEL_THREADS).forEach(output::out);
            }
            return List.of(new Figure(
                    "processor time per stream outside model and detector",
                    spent.percentPerStream(spent.allSeconds() - spent.modelSeconds(), streams),
                    "%",
                    setting.ifSpeedIsJudged(MOST_PERCENT),
                    String.format(
                            Locale.ROOT,
                            "of a core, %d streams for %.0f s; with them %.2f %%",
                            streams,
                            spent.seconds(),
                            spent.percentPerStream(spent.allSeconds(), streams))));
        }
    }

    private Spent spent(WatchedServer server, PacedLoad load, int streams, long windowNanos) throws Exception {
        double seconds = (windowNanos + 2 * SETTLE_NANOS) / 1e9;
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<PacedLoad.Outcome> outcome = threads.submit(() -> load.run(server.grpcPort(), streams, seconds));
            pause.until(ticker.nanos() + SETTLE_NANOS);
            ThreadTimes before = ThreadTimes.of(server.pid());
            double cpuBefore = server.cpuSeconds();
            long begin = ticker.nanos();
            pause.until(begin + windowNanos);
            double all = server.cpuSeconds() - cpuBefore;
            Map<String, Double> byThread = ThreadTimes.of(server.pid()).since(before);
            double window = (ticker.nanos() - begin) / 1e9;
            output.out("overhead: " + outcome.get());
            if (outcome.get().failed() > 0) {
                throw new java.io.IOException(outcome.get().failed() + " streams failed");
            }
            return new Spent(window, all, byThread);
        }
    }

    private void tell(Spent spent, int streams) {
        spent.byThread().entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .filter(each -> each.getValue() > 0)
                .limit(16)
                .forEach(each -> output.out(String.format(
                        Locale.ROOT,
                        "  %-16s %7.3f %% of a core per stream",
                        each.getKey(),
                        spent.percentPerStream(each.getValue(), streams))));
    }
}
