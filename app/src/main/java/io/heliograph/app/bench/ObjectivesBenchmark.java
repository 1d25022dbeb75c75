package io.heliograph.app.bench;

import io.heliograph.app.CommandOutput;
import io.heliograph.app.client.CallEnd;
import io.heliograph.app.client.Pacing;
import io.heliograph.server.endpoint.EndpointRules;
import io.heliograph.server.vad.SileroModel;
import io.heliograph.server.vad.VoiceDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Whether the server's own objectives engine says what its clients see: first results and finals of the same spoken streams, by the
 * clients' clock and by {@code GET /slo}. Confined to the calling thread.
 */
final class ObjectivesBenchmark implements Benchmark {
    private static final int SPEAKERS = 4;
    private static final double LEEWAY_RATIO = 0.1;
    private static final double LEEWAY_SECONDS = 0.005;
    /** The default of {@code objectives.first_partial_min_speech_sec}, which the server is started with. */
    private static final double MIN_SPEECH_SECONDS = 1;
    /** The defaults of {@code vad:} but for the silence, which is that of {@link WatchedServer}. */
    private static final EndpointRules RULES = EndpointRules.ofSeconds(0.5, 0.5, 0.3, 0.2);

    private static final Map<String, String> SPOKEN = Map.of("partial", "1", "emit_final_on_vad", "1");

    private final Endurance setting;
    private final CommandOutput output;

    ObjectivesBenchmark(Endurance setting, CommandOutput output) {
        this.setting = setting;
        this.output = output;
    }

    @Override
    public List<Figure> run() throws Exception {
        double seconds = setting.isShort() ? 40 : 240;
        PacedLoad load = new PacedLoad(setting.corpus());
        try (WatchedServer server = setting.start("max_sessions: 0")) {
            List<ClientWatch> watches = speak(server.grpcPort(), load, seconds);
            String slo = server.slo();
            Percentiles first = new Percentiles();
            Percentiles finals = new Percentiles();
            int stray = 0;
            for (ClientWatch watch : watches) {
                watch.addFirst(first, MIN_SPEECH_SECONDS);
                watch.addFinals(finals);
                stray += watch.strayResults();
            }
            output.out("objectives: %d streams of %.0f s and more".formatted(SPEAKERS, seconds));
            List<Figure> figures =
                    new ArrayList<>(compared("first result", first, EngineView.of(slo, "first_partial")));
            figures.addAll(compared("final", finals, EngineView.of(slo, "final")));
            figures.add(new Figure("results that belong to no utterance", stray, "", 0, ""));
            return figures;
        }
    }

    private List<ClientWatch> speak(int port, PacedLoad load, double seconds) throws Exception {
        List<Callable<ClientWatch>> tasks = new ArrayList<>();
        try (SpokenClient client = new SpokenClient(port);
                SileroModel silero = SileroModel.load(
                        setting.models().resolve("silero-vad").resolve("silero_vad_16k_sequence.onnx"));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < SPEAKERS; i++) {
                Corpus.Recording script = load.script(i, seconds, i * 0.4);
                ClientWatch watch;
                try (VoiceDetector detector = silero.newDetector()) {
                    watch = new ClientWatch(SpokenUtterance.in(script.samples(), detector, RULES));
                }
                tasks.add(() -> {
                    CallEnd end = client.stream(script, Pacing.REALTIME, SPOKEN, watch);
                    if (!end.isOk()) {
                        throw new java.io.IOException(script.name() + ": " + end);
                    }
                    return watch;
                });
            }
            List<ClientWatch> watches = new ArrayList<>();
            for (Future<ClientWatch> each : threads.invokeAll(tasks)) {
                watches.add(each.get());
            }
            return watches;
        }
    }

    /** What both sides say: the same number of events, and percentiles that agree. */
    static List<Figure> compared(String what, Percentiles client, EngineView engine) {
        return List.of(
                new Figure(
                        what + ": events that one side has and the other has not",
                        Math.abs(client.count() - engine.valid()),
                        "",
                        0,
                        "clients %d, engine %d".formatted(client.count(), engine.valid())),
                apart(what + " P50", client.at(50), engine.p50Sec()),
                apart(what + " P99", client.at(99), engine.p99Sec()));
    }

    private static Figure apart(String what, double clientSeconds, double engineSeconds) {
        return new Figure(
                what + ": engine and clients apart",
                Math.abs(engineSeconds - clientSeconds) * 1e3,
                "ms",
                Math.round((LEEWAY_RATIO * clientSeconds + LEEWAY_SECONDS) * 1e4) / 1e1,
                String.format(
                        Locale.ROOT, "clients %.1f ms, engine %.1f ms", clientSeconds * 1e3, engineSeconds * 1e3));
    }
}
