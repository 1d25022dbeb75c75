package io.heliograph.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.error.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatabaseTest {
    @TempDir
    private Path folder;

    @Test
    void opensFileDatabaseWithoutDelayedWritesInFolderOfItsOwner() throws IOException {
        Path inner = folder.resolve("a/b");
        try (Database database = Database.open("jdbc:h2:file:" + inner.resolve("heliograph"), "sa", "")) {
            assertEquals("0", setting(database, "WRITE_DELAY"));
            assertEquals("PostgreSQL", setting(database, "MODE"));
        }
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(inner)));
        assertTrue(Files.exists(inner.resolve("heliograph.mv.db")));
    }

    @Test
    void keepsWhatWasWrittenBeforeItWasClosed() {
        String url = "jdbc:h2:file:" + folder.resolve("kept");
        try (Database database = Database.open(url, "sa", "")) {
            database.jdbi().useHandle(handle -> {
                handle.execute("create table kept (number integer)");
                handle.execute("insert into kept values (?)", 41);
            });
        }
        try (Database database = Database.open(url, "sa", "")) {
            int number = database.jdbi()
                    .withHandle(handle -> handle.createQuery("select number from kept")
                            .mapTo(Integer.class)
                            .one());
            assertEquals(41, number);
        }
    }

    @Test
    void saysInOneLineWhichDatabaseCannotBeOpenedWithoutItsPassword() throws IOException {
        Path file = folder.resolve("broken.mv.db");
        Files.writeString(file, "this is no database".repeat(500));
        String url = "jdbc:h2:file:" + folder.resolve("broken") + ";CIPHER_HINT=hunter2";
        StoreException failure = assertThrows(
                StoreException.class,
                () -> Database.open(url, "sa", "correct horse").close());
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.startsWith("database jdbc:h2:file:" + folder.resolve("broken") + ": "), message);
        assertEquals(1, message.lines().count());
        assertFalse(message.contains("hunter2") || message.contains("correct horse"), message);
    }

    @Test
    void leavesSettingsThatTheUrlNames() {
        StoreUrl url = new StoreUrl("jdbc:h2:mem:x;write_delay=5");
        assertTrue(url.complete().startsWith("jdbc:h2:mem:x;write_delay=5;DB_CLOSE_ON_EXIT=FALSE"), url.complete());
        assertFalse(url.complete().contains("WRITE_DELAY=0"));
        assertEquals("jdbc:postgresql://db/x?a=b", new StoreUrl("jdbc:postgresql://db/x?a=b").complete());
        assertEquals("jdbc:postgresql://db/x", new StoreUrl("jdbc:postgresql://db/x?a=b").printable());
    }

    private static String setting(Database database, String name) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "select setting_value from information_schema.settings where setting_name = ?")
                        .bind(0, name)
                        .mapTo(String.class)
                        .one());
    }
}
