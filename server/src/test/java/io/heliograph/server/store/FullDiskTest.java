package io.heliograph.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.audit.AuditFinding;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, and has room again: what was acknowledged is there, and the same process goes on. */
final class FullDiskTest {
    /** Room for the schema and some changes, KiB. */
    private static final int ROOM_KIB = 600;

    @TempDir
    private Path folder;

    private Process start(String url) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "bash",
                        "-c",
                        "ulimit -S -f %d; exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData %s %s"
                                .formatted(
                                        ROOM_KIB,
                                        Path.of(System.getProperty("java.home"), "bin", "java"),
                                        EndlessChanges.class.getName(),
                                        url))
                .redirectError(folder.resolve("errors").toFile());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.start();
    }

    @Test
    void aChangeWithoutRoomIsRefusedAndTheNextOneWithRoomIsTaken() throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("full");
        Process process = start(url);
        long acknowledged = 0;
        long afterwards = 0;
        int refusals = 0;
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            while (afterwards < 3) {
                String line = String.valueOf(lines.readLine());
                if (line.startsWith("refused: ")) {
                    assertTrue(++refusals < 3, line);
                    assertTrue(line.contains("database " + url + ": it cannot be used: "), line);
                    assertEquals(0, limitless(process).waitFor());
                    process.getOutputStream().write('\n');
                    process.getOutputStream().flush();
                } else if (refusals == 0) {
                    acknowledged = Long.parseLong(line);
                } else {
                    afterwards++;
                    assertEquals(acknowledged + afterwards, Long.parseLong(line), "versions go on");
                }
            }
        } finally {
            process.toHandle().destroyForcibly();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        }
        assertTrue(acknowledged > 0 && refusals > 0, acknowledged + " changes, " + refusals + " refusals");
        try (StoreScene scene = new StoreScene(url, Map.of())) {
            assertTrue(scene.limits.settle().version() >= acknowledged + afterwards);
            AuditFinding finding = scene.audit.verify();
            assertTrue(finding.isIntact(), finding.words());
        }
        assertEquals(
                1,
                Files.readAllLines(folder.resolve("errors")).stream()
                        .filter(line -> line.contains("changes are refused until"))
                        .count(),
                "one line says so");
    }

    private static Process limitless(Process process) throws IOException {
        return new ProcessBuilder("prlimit", "--pid=" + process.pid(), "--fsize=unlimited").start();
    }
}
