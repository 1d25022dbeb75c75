package io.heliograph.app.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.audit.AuditAction;
import io.heliograph.server.audit.AuditRecord;
import io.heliograph.server.store.AuditTables;
import io.heliograph.server.store.Database;
import io.heliograph.server.store.SharedDatabase;
import io.heliograph.server.time.Ticker;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands on a database, as somebody types them. */
final class StoreCommandsTest {
    @TempDir
    Path folder;

    private String out = "";
    private String err = "";

    private Path data() {
        return folder.resolve("data");
    }

    private Path file() {
        return data().resolve("heliograph.mv.db");
    }

    private SharedDatabase open() {
        return new SharedDatabase(
                () -> Database.open("jdbc:h2:file:" + data().resolve("heliograph"), "sa", ""), Ticker.system());
    }

    /** A database as a server leaves it behind. */
    private void leave(int entries) {
        try (SharedDatabase database = open()) {
            AuditTables audit = new AuditTables(database, InstantSource.system());
            for (int i = 1; i <= entries; i++) {
                audit.append(AuditRecord.of(
                                AuditAction.LIMITS_CHANGE, "ada", "operator", "console ::1", "limits version " + i)
                        .changing("server.max_sessions: " + i, "server.max_sessions: " + (i + 1))
                        .because("load test"));
            }
        }
    }

    private int run(Object command, String... words) {
        StringWriter printed = new StringWriter();
        StringWriter complained = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.add("--data-dir=" + data());
        arguments.add("--config=" + folder.resolve("no-file"));
        int status = new CommandLine(command)
                .setOut(new PrintWriter(printed, true))
                .setErr(new PrintWriter(complained, true))
                .execute(arguments.toArray(String[]::new));
        out = printed.toString();
        err = complained.toString();
        return status;
    }

    @Test
    void anAuditIsVerifiedListedAndExported() throws IOException {
        leave(3);
        assertEquals(0, run(new AuditCommand(), "verify"), err);
        assertTrue(out.startsWith("the chain of 3 entries is whole; its head is 3:"), out);
        assertEquals(0, run(new AuditCommand(), "list", "--limit", "2"), err);
        assertTrue(
                out.lines()
                        .findFirst()
                        .orElseThrow()
                        .matches(
                                "3  20\\S+  ada \\(operator, console ::1\\)  limits.change  "
                                        + "limits version 3  \\[server.max_sessions: 3\\] → \\[server.max_sessions: 4\\]  \"load test\""),
                out);
        assertEquals(2, out.lines().count());
        assertTrue(err.startsWith("there are older entries"), err);
        Path csv = folder.resolve("audit.csv");
        assertEquals(0, run(new AuditCommand(), "export", "--output=" + csv, "--text", "version 2"), err);
        assertTrue(Files.readString(csv).contains("limits version 2")
                && !Files.readString(csv).contains("version 3"));
        assertEquals(0, run(new AuditCommand(), "list", "--action", "audit.export"), err);
        assertTrue(out.contains("audit.export  1 entries"), out);
        assertEquals(1, run(new AuditCommand(), "list", "--from", "yesterday"));
        assertEquals("heliograph: --from must be a time as in 2026-11-25T08:00:00Z, but is yesterday\n", err);
    }

    @Test
    void aMissingOrBusyDatabaseIsOneLine() throws IOException {
        assertEquals(1, run(new AuditCommand(), "verify"));
        assertEquals("heliograph: there is no database " + file() + "\n", err);
        assertFalse(Files.exists(file()), "none was made");
        leave(1);
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertTrue(lock.isValid());
            assertEquals(1, run(new AuditCommand(), "verify"));
            assertEquals(1, err.lines().count(), err);
            assertTrue(
                    err.contains("in use by another process; if that is a running server, ask it with --server"), err);
            Path copy = folder.resolve("copy.zip");
            assertEquals(1, run(new BackupCommand(), copy.toString()));
            assertFalse(Files.exists(copy));
        }
    }

    @Test
    void aBackupIsRestoredWithItsAuditAndWhatWasThereIsKept() throws IOException {
        leave(2);
        Path copy = folder.resolve("copy.zip");
        assertEquals(0, run(new BackupCommand(), copy.toString()), err);
        assertEquals(copy + " written\n", out);
        assertEquals(1, run(new BackupCommand(), copy.toString()));
        assertTrue(err.contains("exists already: a backup is a new file"), err);
        leave(5);

        assertEquals(1, run(new RestoreCommand(), copy.toString()));
        assertEquals("heliograph: " + file() + " exists already; with --force it is moved aside\n", err);
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertTrue(lock.isValid());
            assertEquals(1, run(new RestoreCommand(), copy.toString(), "--force"));
            assertEquals("heliograph: " + file() + " is in use: stop the server first\n", err);
        }
        assertEquals(0, run(new RestoreCommand(), copy.toString(), "--force"), err);
        assertTrue(out.startsWith(file() + " restored: the chain of 3 entries is whole"), out);
        Path kept = Path.of(out.lines().toList().get(1).replaceFirst(".* as ", ""));
        assertTrue(Files.exists(kept), out);
        assertEquals(0, run(new AuditCommand(), "list"), err);
        assertTrue(out.contains("store.backup"), out);
        assertEquals(3, out.lines().count());
    }

    @Test
    void whatIsNoBackupReplacesNothing() throws IOException {
        leave(2);
        Path nonsense = Files.writeString(folder.resolve("nonsense.zip"), "nonsense");
        assertEquals(1, run(new RestoreCommand(), nonsense.toString(), "--force"));
        assertEquals("heliograph: " + nonsense + " is no backup: there is no database in it\n", err);
        assertEquals(1, run(new RestoreCommand(), folder.resolve("nowhere.zip").toString(), "--force"));
        assertTrue(err.contains("cannot be unpacked"), err);
        assertEquals(0, run(new AuditCommand(), "verify"), err);
        assertTrue(out.startsWith("the chain of 2 entries"), out);
    }
}
