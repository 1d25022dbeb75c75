package io.heliograph.app;

import static java.util.Objects.requireNonNull;

import io.heliograph.app.client.Pacing;
import io.heliograph.app.client.ServerAddress;
import io.heliograph.app.transcribe.ExitStatus;
import io.heliograph.app.transcribe.Ffmpeg;
import io.heliograph.app.transcribe.RecordingOpener;
import io.heliograph.app.transcribe.Surroundings;
import io.heliograph.app.transcribe.TranscribeOptions;
import io.heliograph.app.transcribe.Transcriber;
import io.heliograph.app.transcribe.TranscriptFormat;
import io.heliograph.proto.Task;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code heliograph transcribe}. Confined to the calling thread. */
@Command(
        name = "transcribe",
        description = "Streams recordings to a server and shows the words as they come.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the words were recognised, or there were none",
            "1:the server refused, a stream failed, or the output cannot be written",
            "2:the command line is wrong",
            "3:a recording cannot be read",
            "4:no server can be reached",
            "130:interrupted"
        })
public final class TranscribeCommand implements Callable<Integer> {
    private static final String API_KEY_VARIABLE = "HELIOGRAPH_API_KEY";
    private static final int MIN_CHUNK_MS = 10;
    /** The longest chunk that a server takes by default. */
    private static final int MAX_CHUNK_MS = 2000;
    /** A shutdown waits so long for the command to tidy up. */
    private static final long TIDY_SECONDS = 2;

    /** What a user may ask for. */
    enum TaskName {
        transcribe(Task.TASK_TRANSCRIBE),
        translate(Task.TASK_TRANSLATE);

        private final Task task;

        TaskName(Task task) {
            this.task = task;
        }
    }

    private final Supplier<Surroundings> surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "WAVE files, or any audio if ffmpeg is installed; - is the standard input.")
    private List<String> files = List.of();

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            description =
                    "The server. Default: 127.0.0.1:50051 if something answers there, else one inside this process.")
    private @Nullable String server;

    @Option(names = "--tls", description = "Speak TLS with the server.")
    private boolean isTls;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description =
                    "PEM file with the authorities to trust; implies --tls. Default: those of the Java installation.")
    private @Nullable Path authorities;

    @Option(
            names = "--api-key",
            paramLabel = "KEY",
            description = "The key for the server. Default: the environment variable " + API_KEY_VARIABLE + ".")
    private @Nullable String apiKey;

    @Option(
            names = "--language",
            paramLabel = "CODE",
            description = "The spoken language, as in en. Default: the server's.")
    private String language = "";

    @Option(names = "--task", description = "One of ${COMPLETION-CANDIDATES}. Default: the server's.")
    private @Nullable TaskName task;

    @Option(
            names = "--vad-silence",
            paramLabel = "SECONDS",
            description = "Silence that ends an utterance. Default: the server's.")
    private @Nullable Double vadSilence;

    @Option(
            names = "--vad-threshold",
            paramLabel = "P",
            description =
                    "Probability from which sound counts as speech; 0 turns the detector off. Default: the server's.")
    private @Nullable Double vadThreshold;

    @Option(
            names = "--chunk-ms",
            paramLabel = "MS",
            defaultValue = "100",
            description = "Audio per message, 10 to 2000 ms. Default: ${DEFAULT-VALUE}.")
    private int chunkMs;

    @Option(
            names = "--realtime",
            description = "Send the audio as it would be spoken. Default: as fast as the server takes it.")
    private boolean isRealtime;

    @Option(
            names = "--format",
            defaultValue = "text",
            description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private TranscriptFormat format = TranscriptFormat.text;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where the transcript goes. Default: the standard output.")
    private @Nullable Path output;

    @Option(
            names = "--partials",
            negatable = true,
            description =
                    "Show words that may still change: on a terminal they are shown unless --no-partials, as json only if asked.")
    private @Nullable Boolean partials;

    @Option(
            names = {"-q", "--quiet"},
            description = "Tell nothing but errors on the error output.")
    private boolean isQuiet;

    /** The command as a user gets it. */
    public TranscribeCommand() {
        this(() -> Surroundings.ofProcess(OwnServer::start));
    }

    /** The command in other surroundings, which are looked at when it is called. */
    TranscribeCommand(Supplier<Surroundings> surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Surroundings around = surroundings.get();
        requireSense();
        TranscribeOptions options = options(around);
        PrintWriter err = spec().commandLine().getErr();
        Path file = output;
        if (file == null) {
            return run(around, options, spec().commandLine().getOut(), err).code();
        }
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
            return run(around, options, out, err).code();
        } catch (IOException e) {
            err.println("heliograph: " + file + " cannot be written: " + e);
            err.flush();
            return ExitStatus.FAILED.code();
        }
    }

    private void requireSense() {
        if (chunkMs < MIN_CHUNK_MS || chunkMs > MAX_CHUNK_MS) {
            throw usage("--chunk-ms is " + chunkMs + ", not within " + MIN_CHUNK_MS + " to " + MAX_CHUNK_MS);
        }
        if (files.size() > 1 && format.isSingle()) {
            throw usage("--format " + format + " holds one recording, not " + files.size());
        }
        if (vadThreshold != null && !(vadThreshold >= 0)) {
            throw usage("--vad-threshold is " + vadThreshold + ", at least 0 is needed");
        }
        if (vadSilence != null && !(vadSilence > 0)) {
            throw usage("--vad-silence is " + vadSilence + ", more than 0 is needed");
        }
        if (authorities != null && !Files.isReadable(authorities)) {
            throw usage("--ca " + authorities + " cannot be read");
        }
    }

    private TranscribeOptions options(Surroundings around) {
        boolean showsText = around.terminal().isOut() && output == null && format == TranscriptFormat.text;
        String key = apiKey != null ? apiKey : around.environment().getOrDefault(API_KEY_VARIABLE, "");
        return new TranscribeOptions(
                address(around),
                Optional.of(key).filter(value -> !value.isBlank()),
                language,
                task == null ? Task.TASK_UNSPECIFIED : task.task,
                vadSilence == null ? OptionalDouble.empty() : OptionalDouble.of(vadSilence),
                vadThreshold == null ? OptionalDouble.empty() : OptionalDouble.of(vadThreshold),
                Duration.ofMillis(chunkMs),
                isRealtime ? Pacing.REALTIME : Pacing.UNPACED,
                partials == null ? showsText : partials,
                isQuiet);
    }

    /** The named server; with TLS the default one is as good as named, since the one inside this process speaks none. */
    private Optional<ServerAddress> address(Surroundings around) {
        boolean isEncrypted = isTls || authorities != null;
        if (server == null && !isEncrypted) {
            return Optional.empty();
        }
        try {
            ServerAddress plain = server == null ? around.defaultServer() : ServerAddress.parse(server);
            return Optional.of(isEncrypted ? plain.encrypted(Optional.ofNullable(authorities)) : plain);
        } catch (IllegalArgumentException e) {
            throw usage("--server: " + e.getMessage());
        }
    }

    private ExitStatus run(Surroundings around, TranscribeOptions options, PrintWriter out, PrintWriter err) {
        Ffmpeg ffmpeg = Ffmpeg.find(around.environment().getOrDefault("PATH", ""));
        RecordingOpener opener = new RecordingOpener(ffmpeg, around.standardInput());
        CountDownLatch tidied = new CountDownLatch(1);
        Thread onShutdown = onShutdown(Thread.currentThread(), tidied);
        Runtime.getRuntime().addShutdownHook(onShutdown);
        try (Transcriber transcriber =
                Transcriber.of(options, around, format, files.size() > 1, output != null, out, err)) {
            return transcriber.transcribe(opener, files);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitStatus.INTERRUPTED;
        } finally {
            tidied.countDown();
            remove(onShutdown);
        }
    }

    /** Ctrl-C starts a shutdown: the command is interrupted and gets a moment to leave the terminal in order. */
    private static Thread onShutdown(Thread command, CountDownLatch tidied) {
        return Thread.ofPlatform().name("transcribe-shutdown").unstarted(() -> {
            command.interrupt();
            try {
                boolean isTidy = tidied.await(TIDY_SECONDS, TimeUnit.SECONDS);
                if (!isTidy) {
                    System.err.println();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void remove(Thread onShutdown) {
        try {
            Runtime.getRuntime().removeShutdownHook(onShutdown);
        } catch (IllegalStateException e) {
            // The shutdown has begun, and the hook with it.
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec().commandLine(), message);
    }

    private CommandSpec spec() {
        return requireNonNull(spec, "spec");
    }
}
