package io.heliograph.server.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogSetupTest {
    private static final System.Logger LOGGER = System.getLogger("io.heliograph.test");

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private String logged(LogLevel level, Runnable logging) throws IOException {
        try (LogSetup setup = LogSetup.install(LogConfig.of(level, null), console)) {
            logging.run();
            assertEquals(0, setup.droppedRecords());
        }
        return console.toString(UTF_8);
    }

    @Test
    void namesTheLineThatLogged() throws IOException {
        String line = logged(LogLevel.INFO, () -> LOGGER.log(System.Logger.Level.INFO, "started in {0} ms", 12));
        assertTrue(
                line.matches("\\S+ \\S+ \\[INFO\\] io\\.heliograph\\.test \\[LogSetupTest\\.java:[1-9]\\d*\\]"
                        + " \\[session_id=-\\]: started in 12 ms\n"),
                line);
    }

    @Test
    void takesTheSessionFromTheLastParameter() throws IOException {
        String line = logged(
                LogLevel.INFO,
                () -> LOGGER.log(System.Logger.Level.WARNING, "chunk {0} ignored", 7, LogContext.ofSession("a\tb")));
        assertTrue(line.contains("[WARN]"), line);
        assertTrue(line.endsWith("[session_id=a?b]: chunk 7 ignored\n"), line);
    }

    @Test
    void printsEachLevelByItsName() throws IOException {
        String text = logged(LogLevel.TRACE, () -> {
            LOGGER.log(System.Logger.Level.TRACE, "1");
            LOGGER.log(System.Logger.Level.DEBUG, "2");
            LOGGER.log(System.Logger.Level.INFO, "3");
            LOGGER.log(System.Logger.Level.WARNING, "4");
            LOGGER.log(System.Logger.Level.ERROR, "5");
        });
        assertEquals(
                List.of("[TRACE]", "[DEBUG]", "[INFO]", "[WARN]", "[ERROR]"),
                text.lines().map(line -> line.split(" ", 4)[2]).toList());
    }

    @Test
    void keepsAFailureAndItsCauseOnOneLine() throws IOException {
        String text = logged(
                LogLevel.INFO,
                () -> LOGGER.log(
                        System.Logger.Level.ERROR,
                        "failed",
                        new IllegalStateException("outer\nline", new IOException("inner"))));
        assertEquals(1, text.lines().count());
        assertTrue(text.contains("]: failed: java.lang.IllegalStateException: outer?line at "), text);
        assertTrue(text.contains("; caused by java.io.IOException: inner at "), text);
    }

    @Test
    void silencesLibrariesBelowWarning() throws IOException {
        String text = logged(LogLevel.DEBUG, () -> {
            Logger.getLogger("io.grpc.netty").info("noise");
            Logger.getLogger("io.helidon.webserver").info("noise");
            Logger.getLogger("io.grpc.netty").warning("heard");
        });
        assertEquals(1, text.lines().count());
        assertTrue(text.contains("heard"), text);
    }

    @Test
    void changesTheLevelWhileRunning() throws IOException {
        try (LogSetup setup = LogSetup.install(LogConfig.of(LogLevel.INFO, null), console)) {
            assertFalse(LOGGER.isLoggable(System.Logger.Level.DEBUG));
            setup.level(LogLevel.DEBUG);
            assertTrue(LOGGER.isLoggable(System.Logger.Level.DEBUG));
            setup.level(LogLevel.ERROR);
            assertFalse(LOGGER.isLoggable(System.Logger.Level.WARNING));
            assertFalse(Logger.getLogger("io.grpc").isLoggable(java.util.logging.Level.WARNING));
        }
    }

    @Test
    void appendsToTheFileAsWell() throws IOException {
        Path file = folder.resolve("logs/server.log");
        for (int i = 0; i < 2; i++) {
            try (LogSetup setup = LogSetup.install(LogConfig.of(LogLevel.INFO, file), console)) {
                LOGGER.log(System.Logger.Level.INFO, "run " + i);
                assertEquals(0, setup.droppedRecords());
            }
        }
        assertEquals(2, Files.readAllLines(file).size());
        assertEquals(console.toString(UTF_8), Files.readString(file));
    }

    @Test
    void saysWhichFileCannotBeOpened() {
        IOException failure =
                assertThrows(IOException.class, () -> LogSetup.install(LogConfig.of(LogLevel.INFO, folder), console));
        assertTrue(failure.toString().contains(folder.toString()), failure.toString());
    }

    @Test
    void givesTheLogBackWhenClosed() throws IOException {
        Handler[] before = Logger.getLogger("").getHandlers();
        LogSetup setup = LogSetup.install(LogConfig.of(LogLevel.TRACE, null), console);
        setup.close();
        setup.close();
        assertArrayEquals(before, Logger.getLogger("").getHandlers());
        assertFalse(LOGGER.isLoggable(System.Logger.Level.DEBUG));
    }

    /** The writer is held inside the first line, so that the queue fills exactly. */
    @Test
    void aFullQueueDropsInfoFirstAndCounts() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        OutputStream slow = new OutputStream() {
            @Override
            public void write(int b) {
                console.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                writing.countDown();
                try {
                    if (!go.await(10, TimeUnit.SECONDS)) {
                        throw new IOException("the test never let the writer go");
                    }
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                console.write(bytes, offset, length);
            }
        };
        try (LogSetup setup = LogSetup.install(new LogConfig(LogLevel.INFO, null, 8), slow)) {
            LOGGER.log(System.Logger.Level.INFO, "first");
            assertTrue(writing.await(10, TimeUnit.SECONDS));
            for (int i = 0; i < 10; i++) {
                LOGGER.log(System.Logger.Level.INFO, "info " + i);
            }
            assertEquals(4, setup.droppedRecords(), "six of eight places are for INFO");
            for (int i = 0; i < 3; i++) {
                LOGGER.log(System.Logger.Level.WARNING, "warning " + i);
            }
            assertEquals(5, setup.droppedRecords(), "two more are for WARN");
            go.countDown();
        }
        String text = console.toString(UTF_8);
        assertEquals(9, text.lines().count());
        assertTrue(text.contains("info 5") && !text.contains("info 6"), text);
        assertTrue(text.contains("warning 1") && !text.contains("warning 2"), text);
    }

    @Test
    void aBrokenOutputDoesNotSilenceTheOthers() throws IOException {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("disk full");
            }
        };
        LogWriter writer = new LogWriter(8, List.of(broken, console));
        writer.start();
        writer.offer(new LogLine(
                java.time.Instant.EPOCH, java.util.logging.Level.INFO, "x", new LogSite("F.java", 1), "", "one"));
        writer.offer(new LogLine(
                java.time.Instant.EPOCH, java.util.logging.Level.INFO, "x", new LogSite("F.java", 1), "", "two"));
        writer.close();
        assertEquals(2, console.toString(UTF_8).lines().count());
    }
}
