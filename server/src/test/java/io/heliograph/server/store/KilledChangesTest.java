package io.heliograph.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.audit.AuditEntry;
import io.heliograph.server.audit.AuditFilter;
import io.heliograph.server.audit.AuditFinding;
import io.heliograph.server.limits.LimitsChange;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An acknowledged change outlives a process that is killed in the middle of the next one. */
final class KilledChangesTest {
    private static final int KILLS = 20;
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private Path folder;

    private Process start(String url) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        EndlessChanges.class.getName(),
                        url)
                .redirectError(folder.resolve("errors").toFile());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.start();
    }

    /** Kills after so many acknowledged changes, and returns the last one that was acknowledged. */
    private long killAfter(int acknowledged, String url) throws Exception {
        Process process = start(url);
        long last = 0;
        int count = 0;
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = Long.parseLong(line);
                if (++count == acknowledged) {
                    assertTrue(process.toHandle().destroyForcibly());
                }
            }
        } finally {
            process.toHandle().destroyForcibly();
        }
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertTrue(count >= acknowledged, "the process ended by itself after " + count + " changes");
        return last;
    }

    @Test
    void everyAcknowledgedVersionAndItsEntryAreThereAfterAKill() throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("killed");
        for (int i = 0; i < KILLS; i++) {
            long acknowledged = killAfter(1 + i % 4, url);
            try (StoreScene scene = new StoreScene(url, Map.of())) {
                long stored = scene.limits.settle().version();
                assertTrue(
                        stored == acknowledged || stored == acknowledged + 1,
                        "version " + acknowledged + " was acknowledged, version " + stored + " is stored");
                AuditFinding finding = scene.audit.verify();
                assertTrue(finding.isIntact(), finding.words());
                assertEquals(stored, finding.entries());
                List<AuditEntry> entries = scene.audit.newest(AuditFilter.ALL, 5);
                List<LimitsChange> history = scene.limits.history();
                for (int k = 0; k < entries.size(); k++) {
                    assertEquals(
                            "limits version " + history.get(k).version(),
                            entries.get(k).record().target());
                }
            }
        }
    }
}
