package io.heliograph.app.bench;

import io.heliograph.app.CommandOutput;
import io.heliograph.server.time.Ticker;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What the operator console and its database cost the process: starts of the packaged server with both and with neither, one after
 * the other in turn. A server that opens neither console nor HTTP has no database. Confined to the calling thread.
 */
final class ConsoleBenchmark implements Benchmark {
    private static final int PAIRS = 5;
    private static final long STOP_SECONDS = 30;
    private static final double MOST_SECONDS_MORE = 2.5;
    private static final double MOST_MEGABYTES_MORE = 100;
    private static final double MOST_PAGE_SECONDS = 2;
    private static final Duration PAGE_TIMEOUT = Duration.ofSeconds(30);

    private final Path launcher;
    private final CommandOutput output;
    private final Ticker ticker = Ticker.system();

    /** What one kind of start measured. */
    private static final class Starts {
        final Percentiles seconds = new Percentiles();
        final Percentiles megabytes = new Percentiles();
    }

    /**
     * A benchmark.
     *
     * @param launcher the script {@code heliograph}
     */
    ConsoleBenchmark(Path launcher, CommandOutput output) {
        this.launcher = launcher;
        this.output = output;
    }

    @Override
    public List<Figure> run() throws Exception {
        Starts without = new Starts();
        Starts with = new Starts();
        Percentiles page = new Percentiles();
        Path withData = Files.createTempDirectory("heliograph-bench");
        Path withoutData = Files.createTempDirectory("heliograph-bench");
        try {
            // The first start of each kind makes database, first account and archive of classes; it does not count.
            start(new Starts(), freePort(), withData, new Percentiles());
            start(new Starts(), 0, withoutData, new Percentiles());
            for (int i = 0; i < PAIRS; i++) {
                start(without, 0, withoutData, page);
                start(with, freePort(), withData, page);
            }
        } finally {
            delete(withData);
            delete(withoutData);
        }
        output.out(String.format(
                Locale.ROOT,
                "console: %d pairs; without %.2f to %.2f s, %.0f to %.0f MB; with %.2f to %.2f s, %.0f to %.0f MB",
                PAIRS,
                without.seconds.at(0),
                without.seconds.at(100),
                without.megabytes.at(0),
                without.megabytes.at(100),
                with.seconds.at(0),
                with.seconds.at(100),
                with.megabytes.at(0),
                with.megabytes.at(100)));
        return List.of(
                more(
                        "start with console and database, more than with neither",
                        "s",
                        MOST_SECONDS_MORE,
                        with.seconds,
                        without.seconds),
                more(
                        "resident memory after the first page, more than with neither",
                        "MB",
                        MOST_MEGABYTES_MORE,
                        with.megabytes,
                        without.megabytes),
                new Figure(
                        "first page of a fresh process, without a browser, median",
                        page.at(50),
                        "s",
                        MOST_PAGE_SECONDS,
                        String.format(Locale.ROOT, "%.2f to %.2f s", page.at(0), page.at(100))));
    }

    private static Figure more(String name, String unit, double atMost, Percentiles with, Percentiles without) {
        return new Figure(
                name,
                with.at(50) - without.at(50),
                unit,
                atMost,
                String.format(Locale.ROOT, "%.2f with, %.2f without", with.at(50), without.at(50)));
    }

    private void start(Starts starts, int consolePort, Path data, Percentiles page)
            throws IOException, InterruptedException {
        long begin = ticker.nanos();
        Process server = new ProcessBuilder(
                        launcher.toString(),
                        "serve",
                        "--port",
                        "0",
                        "--metrics-port",
                        "0",
                        "--ws-port",
                        "0",
                        "--console-port",
                        Integer.toString(consolePort),
                        "--data-dir",
                        data.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines = server.inputReader(StandardCharsets.UTF_8)) {
            awaitReady(lines);
            starts.seconds.add((ticker.nanos() - begin) / 1e9);
            if (consolePort > 0) {
                page.add(firstPage(consolePort));
            }
            starts.megabytes.add(residentMegabytes(server.pid()));
            server.destroy();
            if (!server.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the server did not stop within %d s".formatted(STOP_SECONDS));
            }
        } finally {
            server.destroyForcibly();
        }
    }

    private static void awaitReady(BufferedReader lines) throws IOException {
        List<String> said = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.add(line);
            if (line.contains(" is ready after ")) {
                return;
            }
        }
        throw new IOException("the server ended before it was ready: " + said);
    }

    /** Seconds to the whole page of the sign-in. */
    private double firstPage(int port) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            long begin = ticker.nanos();
            HttpResponse<String> page = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/login"))
                            .timeout(PAGE_TIMEOUT)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (page.statusCode() != 200) {
                throw new IOException("the console answered with status " + page.statusCode());
            }
            return (ticker.nanos() - begin) / 1e9;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static double residentMegabytes(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Double.parseDouble(line.replaceAll("[^0-9]", "")) * 1024 / 1e6;
            }
        }
        throw new IOException("process %d tells no VmRSS".formatted(pid));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
