package io.heliograph.app.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heliograph.server.time.Ticker;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The packaged server as a process of its own, watched from outside as an operator would. Thread-safe. */
final class WatchedServer implements AutoCloseable {
    private static final Pattern READY = Pattern.compile(" is ready after .*gRPC on port (\\d+)");
    private static final long START_SECONDS = 120;
    private static final long STOP_SECONDS = 60;
    private static final List<String> GAUGES =
            List.of("stt_active_sessions", "stt_streams_active", "stt_buffer_bytes_total", "stt_decode_pending");

    private final Process process;
    private final Path folder;
    private final int httpPort;
    private final int grpcPort;
    private final double readySeconds;
    private final HttpClient http = HttpClient.newHttpClient();

    private WatchedServer(Process process, Path folder, int httpPort, int grpcPort, double readySeconds) {
        this.process = process;
        this.folder = folder;
        this.httpPort = httpPort;
        this.grpcPort = grpcPort;
        this.readySeconds = readySeconds;
    }

    /**
     * Starts one on free loopback ports and waits until it is ready.
     *
     * @param launcher the script {@code heliograph}
     * @param settings lines of its section {@code server}, without indentation; rates and numbers of sessions are not limited
     *     otherwise
     */
    static WatchedServer start(Path launcher, Path models, List<String> settings)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("heliograph-bench");
        Path config = folder.resolve("server.yaml");
        Files.writeString(config, yaml(settings));
        int httpPort = freePort();
        long begin = Ticker.system().nanos();
        Process process = new ProcessBuilder(List.of(
                        launcher.toString(),
                        "serve",
                        "--config",
                        config.toString(),
                        "--models-dir",
                        models.toString(),
                        "--data-dir",
                        folder.resolve("data").toString(),
                        "--port",
                        "0",
                        "--metrics-port",
                        Integer.toString(httpPort),
                        "--ws-port",
                        "0",
                        "--console-port",
                        "0"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        CompletableFuture<Integer> port = new CompletableFuture<>();
        Thread.ofVirtual().name("server-output").start(() -> read(process, port));
        try {
            int grpcPort = port.get(START_SECONDS, TimeUnit.SECONDS);
            double seconds = (Ticker.system().nanos() - begin) / 1e9;
            return new WatchedServer(process, folder, httpPort, grpcPort, seconds);
        } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IOException("the server did not become ready: " + e.getMessage(), e);
        }
    }

    private static String yaml(List<String> settings) {
        StringBuilder text = new StringBuilder("server:\n");
        Stream.concat(
                        Stream.of(
                                "max_sessions_per_ip: 0",
                                "max_sessions_per_api_key: 0",
                                "create_session_rps: 0",
                                "max_audio_bytes_per_sec: 0"),
                        settings.stream())
                .forEach(line -> text.append("  ").append(line).append('\n'));
        return text.append("safety:\n  speech_rms_threshold: 0\nvad:\n  silence: 0.5\n")
                .toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Reads to the end, so that the server never waits for its reader. */
    private static void read(Process process, CompletableFuture<Integer> port) {
        String last = "";
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line;
                Matcher ready = READY.matcher(line);
                if (ready.find()) {
                    port.complete(Integer.valueOf(ready.group(1)));
                }
            }
        } catch (IOException e) {
            last = String.valueOf(e.getMessage());
        }
        port.completeExceptionally(new IOException("it ended, last line: " + last));
    }

    int grpcPort() {
        return grpcPort;
    }

    /** From the command to its ready line. */
    double readySeconds() {
        return readySeconds;
    }

    double residentMegabytes() throws IOException {
        return status("VmRSS:") / 1024.0;
    }

    /** Its heap, seen from outside. */
    JavaHeap heap() throws IOException, InterruptedException {
        return JavaHeap.of(process.toHandle());
    }

    long threads() throws IOException {
        return status("Threads:");
    }

    long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return open.count();
        }
    }

    private long status(String name) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            if (line.startsWith(name)) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new IOException("process %d tells no %s".formatted(process.pid(), name));
    }

    /** What {@code /metrics} tells now. */
    String scrape() throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/metrics".formatted(httpPort)))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString(UTF_8));
        if (answer.statusCode() != 200) {
            throw new IOException("/metrics answers " + answer.statusCode());
        }
        return answer.body();
    }

    /** The value of a series without labels in a scrape. */
    static double value(String scrape, String name) throws IOException {
        return scrape.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IOException("/metrics tells no " + name));
    }

    /** The sum of all gauges that are 0 on a server with nothing to do. */
    double gauges() throws IOException, InterruptedException {
        String body = scrape();
        double sum = 0;
        for (String gauge : GAUGES) {
            sum += value(body, gauge);
        }
        return sum;
    }

    /** SIGTERM; gives the exit status. */
    int terminate() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("the server did not stop within %d s".formatted(STOP_SECONDS));
        }
        return process.exitValue();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        http.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
