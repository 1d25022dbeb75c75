package io.heliograph.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigDocTest {

    @Test
    void thePageInTheRepositoryIsUpToDate() throws IOException {
        Path file = RepositoryFiles.root().resolve("docs").resolve("configuration.md");
        String page = ConfigDoc.render(ShippedFilesTest.shippedValues());
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, page);
        }
        assertTrue(Files.exists(file), file + " is missing; write it with -Dgolden.update=true");
        assertEquals(Files.readString(file), page, file + " is out of date; write it anew with -Dgolden.update=true");
    }

    @Test
    void everyKeyIsOnThePage() throws IOException {
        String page = ConfigDoc.render(ShippedFilesTest.shippedValues());
        assertEquals(
                KnownKeys.byName().size(),
                page.lines().filter(line -> line.startsWith("| `")).count());
    }
}
