package io.heliograph.app.bench;

import io.heliograph.app.client.Pause;
import io.heliograph.server.time.Ticker;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Java process with the server's collector that does nothing but renew a date once a second, as every HTTP server does: what this
 * machine charges for a process that merely lives. Thread-safe.
 */
final class EmptyProcess implements AutoCloseable {
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Process process;

    private EmptyProcess(Process process) {
        this.process = process;
    }

    /** The process's own program; it runs until it is killed. */
    public static void main(String[] arguments) throws InterruptedException {
        Ticker ticker = Ticker.system();
        Pause pause = Pause.parking(ticker);
        String date = "";
        while (date != null) {
            pause.until(ticker.nanos() + SECOND_NANOS);
            date = ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.RFC_1123_DATE_TIME);
        }
    }

    /** Starts it with the Java and the classes of this process. */
    static EmptyProcess start() throws IOException {
        String java = ProcessHandle.current()
                .info()
                .command()
                .orElseThrow(() -> new IOException("the system does not tell where this process's Java is"));
        return new EmptyProcess(new ProcessBuilder(List.of(
                        java,
                        "-XX:+UseG1GC",
                        "-Xms64m",
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EmptyProcess.class.getName()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
