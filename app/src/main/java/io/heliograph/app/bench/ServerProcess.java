package io.heliograph.app.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The packaged server as a process of its own, so that its time and memory are not the generator's: one decode worker per core,
 * partials every 1.5 s, HTTP off, limits out of the way. Confined to one thread.
 */
final class ServerProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 45;
    private static final Pattern READY = Pattern.compile("is ready after .* gRPC on port (\\d+)");
    /** The kernel counts a process's time in hundredths of a second, whatever its own tick. */
    private static final double TICKS_PER_SECOND = 100;
    /** Fields 14 and 15 of /proc/PID/stat, counted from the one behind the command's name. */
    private static final int USER_TICKS = 11;

    private static final int SYSTEM_TICKS = 12;

    private final Path folder;
    private final Process process;
    private final int port;

    private ServerProcess(Path folder, Process process, int port) {
        this.folder = folder;
        this.process = process;
        this.port = port;
    }

    /**
     * Starts one and waits until it is ready.
     *
     * @param launcher the script {@code heliograph}
     * @param maxSessions 0 for no limit
     */
    static ServerProcess start(Path launcher, Path modelsFolder, int maxSessions) throws IOException {
        Path folder = Files.createTempDirectory("heliograph-bench");
        Path config = Files.writeString(folder.resolve("server.yaml"), """
                server: {max_sessions: %d, max_sessions_per_ip: 0, max_sessions_per_api_key: 0, create_session_rps: 0,
                         max_audio_bytes_per_sec: 0, session_start_timeout_sec: 600, session_timeout_sec: 600,
                         max_pending_decodes_global: 1024, partial_decode_interval_sec: 1.5, first_partial_sec: 0.5,
                         max_audio_seconds_per_session: 0, metrics_port: 0, ws_port: 0}
                vad: {silence: 0.5}
                safety: {speech_rms_threshold: 0.0}
                model: {pool_size: 0}
                """.formatted(maxSessions));
        Process process = new ProcessBuilder(
                        launcher.toString(),
                        "serve",
                        "--config",
                        config.toString(),
                        "--models-dir",
                        modelsFolder.toAbsolutePath().toString(),
                        "--data-dir",
                        folder.resolve("data").toString(),
                        "--port",
                        "0",
                        "--console-port",
                        "0")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try {
            return new ServerProcess(folder, process, port(process));
        } catch (IOException e) {
            process.destroyForcibly();
            delete(folder);
            throw e;
        }
    }

    /** Reads up to the line that tells the port; what the server says afterwards is thrown away by a thread of its own. */
    private static int port(Process process) throws IOException {
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        List<String> said = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.add(line);
            Matcher ready = READY.matcher(line);
            if (ready.find()) {
                Thread.ofVirtual().name("bench-server-log").start(() -> drain(lines));
                return Integer.parseInt(ready.group(1));
            }
        }
        throw new IOException("the server ended before it was ready: " + said);
    }

    private static void drain(BufferedReader lines) {
        try {
            while (lines.readLine() != null) {
                // What the server says while it is measured is not shown.
            }
        } catch (IOException e) {
            // The process is gone, and its output with it.
        }
    }

    int port() {
        return port;
    }

    /** Processor seconds used since its start. */
    double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) / TICKS_PER_SECOND;
    }

    /** Resident memory, MB of a million bytes. */
    double residentMegabytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Double.parseDouble(line.replaceAll("[^0-9]", "")) * 1024 / 1e6;
            }
        }
        throw new IOException("process %d tells no VmRSS".formatted(process.pid()));
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        delete(folder);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
