package io.heliograph.app.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heliograph.app.client.Pause;
import io.heliograph.server.time.Ticker;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The Chromium of this machine, without a screen, as a process of its own. It only runs when nobody else wants to: an operator's
 * browser is on another machine, and takes no processor from the server. Thread-safe.
 */
final class Chromium implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final long START_SECONDS = 60;
    private static final long STOP_SECONDS = 10;
    private static final int DELETE_TRIES = 10;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Process process;
    private final Path profile;
    private final DevTools tools;
    private final Ticker ticker = Ticker.system();
    private final Pause pause = Pause.parking(ticker);

    private Chromium(Process process, Path profile, DevTools tools) {
        this.process = process;
        this.profile = profile;
        this.tools = tools;
    }

    /** The one that is installed, or that the environment's CHROMIUM names. */
    static Optional<Path> installed() {
        String named = System.getenv("CHROMIUM");
        if (named != null && !named.isEmpty()) {
            return Optional.of(Path.of(named));
        }
        List<Path> folders = Arrays.stream(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1))
                .map(Path::of)
                .toList();
        return NAMES.stream()
                .flatMap(name -> folders.stream().map(folder -> folder.resolve(name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Chromium start(Path program) throws IOException, InterruptedException {
        Path profile = Files.createTempDirectory("heliograph-bench");
        Process process = new ProcessBuilder(List.of(
                        "chrt",
                        "--idle",
                        "0",
                        program.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        // Tabs behind the front one take in what comes as it does.
                        "--disable-background-timer-throttling",
                        "--disable-renderer-backgrounding",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--window-size=1280,860",
                        "--user-data-dir=" + profile,
                        "about:blank"))
                .redirectErrorStream(true)
                .start();
        CompletableFuture<URI> address = new CompletableFuture<>();
        Thread.ofVirtual().name("browser-output").start(() -> read(process, address));
        try {
            DevTools tools = new DevTools(address.get(START_SECONDS, TimeUnit.SECONDS));
            return new Chromium(process, profile, tools);
        } catch (ExecutionException | TimeoutException | IOException e) {
            process.destroyForcibly();
            delete(profile);
            throw new IOException(program + " does not start: " + e.getMessage(), e);
        }
    }

    /** Reads to the end, so that the browser never waits for its reader. */
    private static void read(Process process, CompletableFuture<URI> address) {
        String last = "";
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line;
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    address.complete(URI.create(listening.group(1)));
                }
            }
        } catch (IOException e) {
            last = String.valueOf(e.getMessage());
        }
        address.completeExceptionally(new IOException("it ended, last line: " + last));
    }

    /** Another empty tab, in front of those that are there. */
    Tab open() throws IOException, InterruptedException {
        String target = tools.call("", "Target.createTarget", Map.of("url", "about:blank"))
                .path("targetId")
                .asString();
        String session = tools.call("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asString();
        return new Tab(target, session);
    }

    /** Processor seconds of the browser and all its helpers that are there, since their start. */
    double cpuSeconds() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
                .mapToDouble(each -> each.toMillis() / 1e3)
                .sum();
    }

    @Override
    public void close() throws IOException {
        try {
            tools.call("", "Browser.close", Map.of());
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // It has ended already, or does not answer.
        } finally {
            process.destroyForcibly();
            tools.close();
            delete(profile);
        }
    }

    /** The browser's last helpers may still be putting things away in it, so once more after a moment. */
    private static void delete(Path folder) throws IOException {
        for (int tries = DELETE_TRIES; tries > 0; tries--) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
                return;
            } catch (IOException | UncheckedIOException e) {
                if (tries == 1) {
                    throw new IOException(folder + " cannot be deleted", e);
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    /** One page. Thread-safe. */
    final class Tab {
        private final String target;
        private final String session;

        private Tab(String target, String session) {
            this.target = target;
            this.session = session;
        }

        /** Brings it to the front: only there a page is drawn. */
        void show() throws IOException, InterruptedException {
            tools.call("", "Target.activateTarget", Map.of("targetId", target));
        }

        void go(String address) throws IOException, InterruptedException {
            JsonNode gone = tools.call(session, "Page.navigate", Map.of("url", address));
            if (gone.has("errorText")) {
                throw new IOException(address + ": " + gone.path("errorText").asString());
            }
        }

        /** The value of an expression of JavaScript in the page. */
        JsonNode value(String expression) throws IOException, InterruptedException {
            JsonNode told =
                    tools.call(session, "Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
            if (told.has("exceptionDetails")) {
                throw new IOException(expression + ": "
                        + told.path("exceptionDetails")
                                .path("exception")
                                .path("description")
                                .asString());
            }
            return told.path("result").path("value");
        }

        /** Waits until an expression is true, which may also be undefined or fail while the page is being loaded. */
        void until(String expression, double seconds) throws IOException, InterruptedException {
            long deadline = ticker.nanos() + (long) (seconds * 1e9);
            while (!value("(() => { try { return !!(" + expression + "); } catch { return false; } })()")
                    .asBoolean(false)) {
                if (ticker.nanos() > deadline) {
                    throw new IOException("after %.0f s not yet true of %s: %s"
                            .formatted(seconds, value("location.href").asString(), expression));
                }
                pause.until(ticker.nanos() + LOOK_NANOS);
            }
        }
    }
}
