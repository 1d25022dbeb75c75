package io.heliograph.app.bench;

import io.heliograph.app.CommandOutput;
import io.heliograph.app.client.Pause;
import io.heliograph.server.SttServer;
import io.heliograph.server.error.StatusName;
import io.heliograph.server.telemetry.DecodeKind;
import io.heliograph.server.telemetry.DecodeTimings;
import io.heliograph.server.telemetry.EventSink;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.UtteranceTimes;
import io.heliograph.server.time.Ticker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * What telemetry costs: one event through everything that a server records with, and a scrape of a server with many streams.
 * Confined to the calling thread.
 */
final class TelemetryBenchmark implements Benchmark {
    private static final double MOST_NANOS = 1_000;
    /** An event is 16 bytes at least; what the server does meanwhile, as beginning a new minute, is far less than this. */
    private static final double MOST_KEPT_BYTES = 1;

    private static final double MOST_SCRAPE_MILLIS = 20;
    private static final int STREAMS = 200;
    private static final int SCRAPES = 200;
    private static final int WARM_UP_SCRAPES = 50;
    private static final int SETTLE_SECONDS = 5;
    private static final String SESSION = "bench";

    private final Endurance setting;
    private final CommandOutput output;
    private final Ticker ticker = Ticker.system();

    TelemetryBenchmark(Endurance setting, CommandOutput output) {
        this.setting = setting;
        this.output = output;
    }

    @Override
    public List<Figure> run() throws Exception {
        List<Figure> figures = new ArrayList<>();
        try (SttServer server = BenchServer.start(setting.models(), event -> {})) {
            figures.addAll(events(server.events()));
        }
        figures.addAll(scrapes());
        return figures;
    }

    private List<Figure> events(EventSink sink) {
        Map<String, LongFunction<ServerEvent>> kinds = kinds();
        EventCost cost = new EventCost(sink, ticker);
        // All kinds before the first is measured: what is compiled for one kind alone is not what a server runs.
        kinds.values().forEach(cost::of);
        Map<String, EventCost.Cost> costs = new LinkedHashMap<>();
        kinds.forEach((kind, events) -> costs.put(kind, cost.of(events)));
        return verdict(costs);
    }

    /** One figure for the time of each kind, one for what all of them leave behind. */
    static List<Figure> verdict(Map<String, EventCost.Cost> costs) {
        List<Figure> figures = new ArrayList<>();
        costs.forEach((kind, cost) -> figures.add(new Figure(
                "recording: " + kind,
                cost.nanos(),
                "ns",
                MOST_NANOS,
                String.format(
                        Locale.ROOT,
                        "%.1f bytes allocated, %.3f kept after collection",
                        cost.bytes(),
                        cost.keptBytes()))));
        figures.add(new Figure(
                "kept of one event, most of all kinds",
                costs.values().stream()
                        .mapToDouble(EventCost.Cost::keptBytes)
                        .max()
                        .orElse(Double.NaN),
                "B",
                MOST_KEPT_BYTES,
                "a million events of each kind"));
        return figures;
    }

    /** What happens while a stream runs, made anew each time as the stream does. */
    private static Map<String, LongFunction<ServerEvent>> kinds() {
        Map<String, LongFunction<ServerEvent>> kinds = new LinkedHashMap<>();
        kinds.put("result sent", i -> new ServerEvent.ResultSent(i % 8 == 0));
        kinds.put(
                "decode scheduled",
                i -> new ServerEvent.DecodeScheduled(SESSION, DecodeKind.PARTIAL, 32_000, 1, i, SESSION));
        kinds.put("decode waited", i -> new ServerEvent.DecodeWaited(ServerEvent.DecodeClass.REFRESH, micros(i)));
        kinds.put(
                "decode delivered",
                i -> new ServerEvent.DecodeDelivered(
                        SESSION,
                        DecodeKind.PARTIAL,
                        new DecodeTimings(micros(i), micros(i), micros(i), micros(i), 1.5),
                        false));
        kinds.put("partial skipped", i -> new ServerEvent.PartialSkipped(SESSION, ServerEvent.DropReason.REPLACED));
        kinds.put("endpoint", i -> new ServerEvent.VadTriggered(SESSION));
        kinds.put("first result", i -> new ServerEvent.FirstResultSent(micros(i), 1, true));
        kinds.put("final", i -> new ServerEvent.FinalSent(micros(i), micros(i), 1, true));
        kinds.put("utterance ended", i -> new ServerEvent.UtteranceEnded(ServerEvent.UtteranceEnd.VAD));
        kinds.put(
                "utterance over",
                i -> new ServerEvent.UtteranceOver(
                        SESSION,
                        new UtteranceTimes(
                                (int) i,
                                0,
                                1,
                                1,
                                true,
                                0,
                                micros(i),
                                0,
                                0,
                                0,
                                0,
                                micros(i),
                                ServerEvent.UtteranceEnd.VAD)));
        kinds.put(
                "call ended",
                i -> new ServerEvent.RpcEnded(
                        ServerEvent.RpcMethod.STREAM, StatusName.OK, null, "", SESSION, "0123", micros(i), false));
        return kinds;
    }

    /** Latencies between 0 and a second, so that every bucket is met. */
    private static long micros(long number) {
        return TimeUnit.MICROSECONDS.toNanos(number * 997 % 1_000_000);
    }

    private List<Figure> scrapes() throws Exception {
        try (WatchedServer server = setting.start("max_sessions: 0", "http_rate_limit_rps: 0");
                SilentStreams streams = new SilentStreams(server.grpcPort(), STREAMS, ticker)) {
            Pause.parking(ticker).until(ticker.nanos() + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS));
            for (int i = 0; i < WARM_UP_SCRAPES; i++) {
                server.scrape();
            }
            Percentiles millis = new Percentiles();
            double fewest = STREAMS;
            String body = "";
            for (int i = 0; i < SCRAPES; i++) {
                long begin = ticker.nanos();
                body = server.scrape();
                millis.add((ticker.nanos() - begin) / 1e6);
                fewest = Math.min(fewest, WatchedServer.value(body, "stt_streams_active"));
            }
            output.out(String.format(
                    Locale.ROOT,
                    "telemetry: %d scrapes of %d bytes, at least %.0f streams active, %d ended early",
                    SCRAPES,
                    body.length(),
                    fewest,
                    streams.ended()));
            return List.of(
                    new Figure(
                            "scrape of /metrics with 200 streams, P99",
                            millis.at(99),
                            "ms",
                            MOST_SCRAPE_MILLIS,
                            String.format(Locale.ROOT, "P50 %.2f ms, most %.2f ms", millis.at(50), millis.at(100))),
                    new Figure("streams short of 200 at a scrape", STREAMS - fewest, "", 0, ""));
        }
    }
}
