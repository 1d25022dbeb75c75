package io.heliograph.server.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of recognised text. */
final class TranscriptFileTest {
    @TempDir
    Path folder;

    private volatile Instant now = Instant.parse("2026-11-25T23:59:59Z");

    private TranscriptFile open(int retentionDays) {
        return new TranscriptFile(folder.resolve("text.log"), () -> retentionDays, () -> now, ZoneOffset.UTC);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> String.valueOf(path.getFileName())).sorted().toList();
        }
    }

    @Test
    void aLineHasTheResultAndNothingBreaksIt() throws IOException {
        try (TranscriptFile file = open(7)) {
            file.add("s 1", false, " hello", 0.25, 1.5, "en", 0.987);
            file.add("s\n1", true, " hel\r\nlo", 0, 1, "", 0);
        }
        assertEquals(
                List.of(
                        "session_id=s 1 partial result= hello [0.25, 1.50] language=en probability=0.99",
                        "session_id=s?1 final result= hel??lo [0.00, 1.00] language= probability=0.00"),
                Files.readAllLines(folder.resolve("text.log")));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("text.log"))));
    }

    @Test
    void eachDayHasItsFileAndOldOnesGo() throws IOException {
        for (String old : List.of("text.log.2026-11-17", "text.log.2026-11-20", "text.log.note", "other.2020-01-01")) {
            Files.writeString(folder.resolve(old), "x");
        }
        try (TranscriptFile file = open(7)) {
            file.add("s", true, "today", 0, 1, "en", 1);
            now = Instant.parse("2026-11-26T00:00:01Z");
            file.add("s", true, "tomorrow", 0, 1, "en", 1);
        }
        assertEquals(
                List.of("other.2020-01-01", "text.log", "text.log.2026-11-20", "text.log.2026-11-25", "text.log.note"),
                names());
        assertEquals(
                1, Files.readAllLines(folder.resolve("text.log.2026-11-25")).size());
        assertEquals(1, Files.readAllLines(folder.resolve("text.log")).size());
    }

    @Test
    void withoutALineThereIsNoFile() throws IOException {
        open(7).close();
        assertFalse(Files.exists(folder.resolve("text.log")));
    }
}
