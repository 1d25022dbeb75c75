package io.heliograph.app.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heliograph.server.time.Ticker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The packaged server as a process of its own, watched from outside as an operator would. Thread-safe. */
final class WatchedServer implements AutoCloseable {
    private static final Pattern READY = Pattern.compile(" is ready after .*gRPC on port (\\d+)");
    private static final String PASSWORD = "one-time password, shown only here: ";
    private static final long START_SECONDS = 120;
    private static final long STOP_SECONDS = 60;
    private static final int PAGE_MILLIS = 10_000;
    private static final List<String> GAUGES =
            List.of("stt_active_sessions", "stt_streams_active", "stt_buffer_bytes_total", "stt_decode_pending");

    /** No limit of rate or number, every loudness is speech, and utterances end soon. */
    private static final List<String> STANDARD = List.of(
            "console.port: 0",
            "max_sessions_per_ip: 0",
            "max_sessions_per_api_key: 0",
            "create_session_rps: 0",
            "max_audio_bytes_per_sec: 0",
            "safety.speech_rms_threshold: 0",
            "vad.silence: 0.5");

    /** The kernel counts a process's time in hundredths of a second, whatever its own tick. */
    private static final double TICKS_PER_SECOND = 100;
    /** Fields 14 and 15 of /proc/PID/stat, counted from the one behind the command's name. */
    private static final int USER_TICKS = 11;

    private static final int SYSTEM_TICKS = 12;

    private final Process process;
    private final Path folder;
    private final int httpPort;
    private final int grpcPort;
    private final double readySeconds;
    private final String oneTimePassword;

    private WatchedServer(
            Process process, Path folder, int httpPort, int grpcPort, double readySeconds, String oneTimePassword) {
        this.process = process;
        this.folder = folder;
        this.httpPort = httpPort;
        this.grpcPort = grpcPort;
        this.readySeconds = readySeconds;
        this.oneTimePassword = oneTimePassword;
    }

    /**
     * Starts one on free loopback ports and waits until it is ready.
     *
     * @param launcher the script {@code heliograph}
     * @param settings one key and value each, by full name or, of its section {@code server}, by the key alone; they replace
     *     {@link #STANDARD}
     * @param javaOption for Java, beside those of {@code HELIOGRAPH_JAVA_OPTS}; may be empty
     * @throws IOException if it does not become ready
     */
    static WatchedServer start(Path launcher, Path models, List<String> settings, String javaOption)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("heliograph-bench");
        Path config = folder.resolve("server.yaml");
        Files.writeString(config, yaml(settings));
        int httpPort = freePort();
        long begin = Ticker.system().nanos();
        ProcessBuilder builder = new ProcessBuilder(List.of(
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
                        "0"))
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().merge("HELIOGRAPH_JAVA_OPTS", javaOption, (given, added) -> given + " " + added);
        Process process = builder.start();
        CompletableFuture<Greeting> greeting = new CompletableFuture<>();
        Thread.ofVirtual().name("server-output").start(() -> read(process, greeting));
        try {
            Greeting told = greeting.get(START_SECONDS, TimeUnit.SECONDS);
            double seconds = (Ticker.system().nanos() - begin) / 1e9;
            return new WatchedServer(process, folder, httpPort, told.grpcPort(), seconds, told.oneTimePassword());
        } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            delete(folder);
            throw new IOException("the server did not become ready: " + e.getMessage(), e);
        }
    }

    private static String yaml(List<String> settings) {
        Map<String, Map<String, String>> sections = new TreeMap<>();
        Stream.concat(STANDARD.stream(), settings.stream()).forEach(setting -> {
            String[] pair = setting.split(": ", 2);
            int dot = pair[0].indexOf('.');
            sections.computeIfAbsent(dot < 0 ? "server" : pair[0].substring(0, dot), name -> new TreeMap<>())
                    .put(pair[0].substring(dot + 1), pair[1]);
        });
        StringBuilder text = new StringBuilder();
        sections.forEach((section, values) -> {
            text.append(section).append(":\n");
            values.forEach((key, value) ->
                    text.append("  ").append(key).append(": ").append(value).append('\n'));
        });
        return text.toString();
    }

    /** What it says at its first start. */
    private record Greeting(int grpcPort, String oneTimePassword) {}

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Reads to the end, so that the server never waits for its reader. */
    private static void read(Process process, CompletableFuture<Greeting> greeting) {
        String last = "";
        String password = "";
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line;
                if (line.startsWith(PASSWORD)) {
                    password = line.substring(PASSWORD.length());
                }
                Matcher ready = READY.matcher(line);
                if (ready.find()) {
                    greeting.complete(new Greeting(Integer.parseInt(ready.group(1)), password));
                }
            }
        } catch (IOException e) {
            last = String.valueOf(e.getMessage());
        }
        greeting.completeExceptionally(new IOException("it ended, last line: " + last));
    }

    int grpcPort() {
        return grpcPort;
    }

    /** The first admin's. */
    String oneTimePassword() {
        return oneTimePassword;
    }

    /** From the command to its ready line. */
    double readySeconds() {
        return readySeconds;
    }

    double residentMebibytes() throws IOException {
        return status("VmRSS:") / 1024.0;
    }

    /** Processor seconds used since its start. */
    double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) / TICKS_PER_SECOND;
    }

    long pid() {
        return process.pid();
    }

    /** Its memory, as its Java machine divides it. */
    JavaMemory memory() throws IOException, InterruptedException {
        return JavaMemory.of(process.toHandle());
    }

    /** Its virtual threads, which are not among {@link #threads()}. */
    long virtualThreads() throws IOException, InterruptedException {
        return ThreadDump.virtualThreads(process.toHandle(), folder);
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
    String scrape() throws IOException {
        return page("/metrics");
    }

    /** What {@code /slo} tells now. */
    String slo() throws IOException {
        return page("/slo");
    }

    /** On the calling thread alone: the threads of a larger client would wait for cores, too, and be counted as the server's. */
    private String page(String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:%d%s".formatted(httpPort, path))
                .toURL()
                .openConnection();
        connection.setConnectTimeout(PAGE_MILLIS);
        connection.setReadTimeout(PAGE_MILLIS);
        if (connection.getResponseCode() != 200) {
            throw new IOException(path + " answers " + connection.getResponseCode());
        }
        try (InputStream body = connection.getInputStream()) {
            return new String(body.readAllBytes(), UTF_8);
        }
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
    double gauges() throws IOException {
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
        delete(folder);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
