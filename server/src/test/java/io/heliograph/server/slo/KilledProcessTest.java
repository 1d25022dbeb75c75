package io.heliograph.server.slo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.limits.Sli;
import io.heliograph.server.store.Database;
import io.heliograph.server.store.SharedDatabase;
import io.heliograph.server.store.SloTables;
import io.heliograph.server.testing.FakeTicker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed right after it says that a minute is saved, twenty times: no such minute is ever lost. */
final class KilledProcessTest {
    private static final int KILLS = 20;
    private static final long WAIT_SECONDS = 60;
    private static final long FIRST_MINUTE = 29_926_380;

    @TempDir
    Path folder;

    @Test
    void whatIsSaidToBeSavedSurvivesTwentyKills() throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("counts");
        long next = FIRST_MINUTE;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int kill = 0; kill < KILLS; kill++) {
                int saves = 1 + kill % 4;
                long first = next;
                long saidSec = threads.submit(() -> killed(url, first, saves)).get(WAIT_SECONDS, TimeUnit.SECONDS);
                assertTrue(saidSec >= (first + saves) * 60, "said " + saidSec + " after " + first);
                next = assertSaved(url, first, saidSec / 60) + 1;
            }
        }
    }

    /** Up to which second a process said that everything is saved, before it died. */
    private static long killed(String url, long firstMinute, int saves) throws IOException, InterruptedException {
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                CountingProcess.class.getName(),
                url,
                Long.toString(firstMinute));
        command.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = command.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            long said = 0;
            for (int i = 0; i < saves; i++) {
                said = Long.parseLong(String.valueOf(lines.readLine()));
            }
            // Not by the process itself, which would throw away what it said.
            process.toHandle().destroyForcibly();
            assertEquals(137, process.waitFor(), "it was killed and did not end by itself");
            // What it said while the signal was under way counts, too; a line that broke off does not.
            String rest = lines.lines().collect(Collectors.joining("\n"));
            int whole = rest.lastIndexOf('\n');
            return whole < 0
                    ? said
                    : Math.max(
                            said,
                            Long.parseLong(
                                    rest.substring(0, whole).lines().toList().getLast()));
        } finally {
            process.destroyForcibly();
        }
    }

    /** The first minute after all that are there. */
    private static long assertSaved(String url, long first, long said) {
        try (SharedDatabase database = new SharedDatabase(() -> Database.open(url, "sa", ""), new FakeTicker())) {
            StoredSlo stored = new SloTables(database).load(0, 0);
            StoredSlo.Run run = stored.run().orElseThrow();
            assertFalse(run.isClosed());
            assertTrue(run.savedSec() >= said * 60, run + " although " + said + " was said");
            Map<Long, Tally> minutes = stored.tallies().stream()
                    .filter(each -> each.key().sli() == Sli.FINAL && each.key().span() == TallySpan.MINUTE)
                    .collect(Collectors.toMap(each -> each.key().startMinute(), StoredTally::tally));
            for (long minute = first; minute < said; minute++) {
                Tally tally = minutes.get(minute);
                assertNotNull(tally, "minute " + (minute - first) + " of " + (said - first) + " is lost");
                assertEquals(CountingProcess.finals(minute), tally.valid());
            }
            assertEquals(
                    minutes.values().stream().mapToLong(Tally::valid).sum(),
                    stored.tallies().stream()
                            .filter(each ->
                                    each.key().sli() == Sli.FINAL && each.key().span() == TallySpan.HOUR)
                            .mapToLong(each -> each.tally().valid())
                            .sum(),
                    "hours are the sums of their minutes");
            return run.savedSec() / 60;
        }
    }
}
