package io.heliograph.app.bench;

import io.heliograph.server.time.Ticker;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packaged server as a process: how long until it is ready, and how much memory it then holds. */
final class ProcessBenchmark implements Benchmark {
    private static final int STARTS = 5;
    private static final long STOP_SECONDS = 30;

    private final Path launcher;

    /**
     * A benchmark.
     *
     * @param launcher the script {@code heliograph}
     */
    ProcessBenchmark(Path launcher) {
        this.launcher = launcher;
    }

    @Override
    public List<Figure> run() throws Exception {
        Percentiles seconds = new Percentiles();
        Percentiles megabytes = new Percentiles();
        for (int i = 0; i < STARTS; i++) {
            start(seconds, megabytes);
        }
        return List.of(
                new Figure(
                        "start of the built server until it is ready, median",
                        seconds.at(50),
                        "s",
                        3,
                        "%d starts, %.2f to %.2f s".formatted(STARTS, seconds.at(0), seconds.at(100))),
                new Figure(
                        "resident memory after start, models loaded, most",
                        megabytes.at(100),
                        "MB",
                        350,
                        "%d starts".formatted(STARTS)));
    }

    private void start(Percentiles seconds, Percentiles megabytes) throws IOException, InterruptedException {
        Path data = Files.createTempDirectory("heliograph-bench");
        long begin = Ticker.system().nanos();
        Process server = new ProcessBuilder(List.of(
                        launcher.toString(),
                        "serve",
                        "--port",
                        "0",
                        "--metrics-port",
                        "0",
                        "--ws-port",
                        "0",
                        "--console-port",
                        "0",
                        "--data-dir",
                        data.toString()))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines = server.inputReader(StandardCharsets.UTF_8)) {
            List<String> said = new ArrayList<>();
            for (String line = lines.readLine(); ; line = lines.readLine()) {
                if (line == null) {
                    throw new IOException("the server ended before it was ready: " + said);
                }
                said.add(line);
                if (line.contains(" is ready after ")) {
                    break;
                }
            }
            seconds.add((Ticker.system().nanos() - begin) / 1e9);
            megabytes.add(residentMegabytes(server.pid()));
            server.destroy();
            if (!server.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the server did not stop within %d s".formatted(STOP_SECONDS));
            }
        } finally {
            server.destroyForcibly();
            Files.deleteIfExists(data);
        }
    }

    private static double residentMegabytes(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
            }
        }
        throw new IOException("process %d tells no VmRSS".formatted(pid));
    }
}
