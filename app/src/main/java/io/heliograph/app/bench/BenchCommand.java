package io.heliograph.app.bench;

import io.heliograph.app.CommandOutput;
import io.heliograph.app.DefaultModels;
import io.heliograph.server.model.ModelsFolder;
import io.heliograph.server.telemetry.LogConfig;
import io.heliograph.server.telemetry.LogLevel;
import io.heliograph.server.telemetry.LogSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heliograph bench}: measures and says whether the bounds are kept. Confined to the calling thread. */
@Command(
        name = "bench",
        description = {
            "Measure, against bounds: engine, accuracy, latency, admission, process, or all of them.",
            "By name only, because they are long: capacity, sessions, idle, memory, bulk, overhead, soak, churn, overload, kill,"
                    + " release, telemetry, objectives, console, tabs, transports, padding, detector, compare."
        },
        mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
    /** Where a checkout may have recordings beside it; nothing is said if it has none. */
    private static final Path RECORDINGS_BESIDE_CHECKOUT = Path.of("..", "shared", "audio", "prompts");

    /** What {@code all} stands for: each takes a minute or two, a search for capacity a quarter of an hour. */
    private static final List<String> ALL = List.of("engine", "accuracy", "latency", "admission", "process");

    private static final double MIN_PARTIAL_SECONDS = 0.1;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "NAME", arity = "1..*", description = "Which benchmarks to run.")
    private List<String> names = List.of();

    @Option(
            names = "--models-dir",
            paramLabel = "DIR",
            description = "Folder of the models (default: as for the server).")
    private @Nullable Path modelsDir;

    @Option(
            names = "--audio",
            paramLabel = "DIR",
            description = "Folder of 16 kHz WAV files with a transcripts.tsv (default: recordings beside the checkout,"
                    + " else the model's own sample).")
    private @Nullable Path audio;

    @Option(
            names = "--short",
            description = "Shorter runs of what goes by name only: rougher figures in a minute or a few.")
    private boolean isShort;

    @Option(
            names = "--any-speed",
            description =
                    "Only tell what hangs on the machine's speed, and judge the rest (sessions, idle, memory, bulk, overhead, soak,"
                            + " churn, overload, kill, release, transports).")
    private boolean isAnySpeed;

    @Option(names = "--minutes", defaultValue = "20", description = "Length of soak (default: ${DEFAULT-VALUE}).")
    private int minutes;

    @Option(
            names = "--sessions",
            defaultValue = "20000",
            description = "Sessions of churn (default: ${DEFAULT-VALUE}).")
    private int sessions;

    @Option(
            names = "--partial-interval",
            paramLabel = "SEC",
            defaultValue = "1.5",
            description = "From one partial to the next in capacity, seconds (default: ${DEFAULT-VALUE}).")
    private double partialSeconds;

    @Option(
            names = "--against",
            paramLabel = "DIR",
            description = "Checkout whose server compare looks at by turns with this one (default: this one).")
    private @Nullable Path against;

    @Option(
            names = "--against-java",
            paramLabel = "OPTIONS",
            defaultValue = "",
            description = "Options of Java for that server, beside the usual.")
    private String againstJava = "";

    @Option(
            names = "--streams",
            paramLabel = "N",
            defaultValue = "42",
            description = "Paced streams of compare (default: ${DEFAULT-VALUE}).")
    private int streams;

    @Option(
            names = "--turns",
            paramLabel = "N",
            defaultValue = "5",
            description = "Looks of compare at each server (default: ${DEFAULT-VALUE}).")
    private int turns;

    @Option(names = "--rounds", defaultValue = "10", description = "Rounds of kill (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Override
    @SuppressWarnings("try") // the log is only set up and flushed
    public Integer call() throws Exception {
        try (LogSetup log = LogSetup.install(LogConfig.of(LogLevel.WARN, null))) {
            return measure(CommandOutput.of(spec));
        }
    }

    private int measure(CommandOutput output) throws Exception {
        if (!(partialSeconds >= MIN_PARTIAL_SECONDS)) {
            return output.failed(
                    "--partial-interval is at least %s, not %s".formatted(MIN_PARTIAL_SECONDS, partialSeconds));
        }
        if (streams < 1 || turns < 1) {
            return output.failed("--streams and --turns are at least 1, not %d and %d".formatted(streams, turns));
        }
        Path models = modelsDir == null ? ModelsFolder.standard() : modelsDir;
        DefaultModels.ensure(models, output);
        Corpus corpus = corpus(models);
        output.out("recordings: %s, %d, %.0f s in all"
                .formatted(corpus.origin(), corpus.recordings().size(), corpus.seconds()));
        Map<String, Benchmark> known = known(models, corpus, output);
        boolean passed = true;
        for (String name : names.contains("all") ? ALL : names) {
            Benchmark benchmark = known.get(name);
            if (benchmark == null) {
                return output.failed(
                        "there is no benchmark '%s'; there are %s and all".formatted(name, known.keySet()));
            }
            for (Figure figure : benchmark.run()) {
                output.out(figure.toString());
                passed &= figure.isPassed();
            }
        }
        return passed ? CommandOutput.OK : CommandOutput.FAILED;
    }

    private Map<String, Benchmark> known(Path models, Corpus corpus, CommandOutput output) {
        Map<String, Benchmark> known = new LinkedHashMap<>();
        known.put("engine", new EngineBenchmark(models.resolve("moonshine-tiny-en"), corpus.recordings()));
        known.put("padding", new PaddingBenchmark(models.resolve("moonshine-tiny-en"), corpus));
        known.put("detector", new DetectorBenchmark(models.resolve("silero-vad"), corpus));
        known.put("accuracy", new AccuracyBenchmark(models, corpus));
        known.put("latency", new LatencyBenchmark(models, corpus));
        known.put("admission", new AdmissionBenchmark(models));
        known.put("process", () -> new ProcessBenchmark(launcher()).run());
        Endurance setting = new Endurance(launcher(), models, corpus, isShort, !isAnySpeed, minutes, sessions, rounds);
        known.put("capacity", new CapacityBenchmark(setting, output, partialSeconds));
        known.put(
                "compare",
                new CompareBenchmark(
                        setting,
                        output,
                        new CompareBenchmark.Against(
                                against == null
                                        ? launcher()
                                        : against.resolve("heliograph").toAbsolutePath(),
                                againstJava,
                                streams,
                                turns)));
        known.put("sessions", new SessionsBenchmark(setting, output));
        known.put("idle", new IdleBenchmark(setting, output));
        known.put("memory", new StreamMemory(setting, output));
        known.put("bulk", new BulkBenchmark(setting, output));
        known.put("overhead", new OverheadBenchmark(setting, output));
        known.put("soak", new SoakBenchmark(setting, output));
        known.put("churn", new ChurnBenchmark(setting, output));
        known.put("overload", new OverloadBenchmark(setting, output));
        known.put("kill", new KillBenchmark(setting, output));
        known.put("release", new ReleaseBenchmark(setting, output));
        known.put("telemetry", new TelemetryBenchmark(setting, output));
        known.put("objectives", new ObjectivesBenchmark(setting, output));
        known.put("transports", new TransportsBenchmark(setting, output));
        known.put("tabs", new TabsBenchmark(setting, output));
        known.put("console", () -> new ConsoleBenchmark(launcher(), output).run());
        return known;
    }

    private Corpus corpus(Path models) throws IOException {
        if (audio != null) {
            return Corpus.of(audio);
        }
        Optional<Path> beside =
                home().map(home -> home.resolve(RECORDINGS_BESIDE_CHECKOUT).normalize());
        return beside.isPresent() && Files.isDirectory(beside.get())
                ? Corpus.of(beside.get())
                : Corpus.ofSamples(models.resolve("samples"));
    }

    private static Path launcher() {
        return home().map(home -> home.resolve("heliograph"))
                .filter(Files::isExecutable)
                .orElseThrow(() -> new IllegalStateException("run it through the launcher ./heliograph"));
    }

    /** The checkout that this program was built in: its jar lies in {@code app/target}. */
    private static Optional<Path> home() {
        try {
            Path jar = Path.of(BenchCommand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Optional.ofNullable(jar.getParent()).map(Path::getParent).map(Path::getParent);
        } catch (java.net.URISyntaxException e) {
            return Optional.empty();
        }
    }
}
