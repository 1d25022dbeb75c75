package io.heliograph.server.capture;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes recognised text to a file of its own (contract §16.2), a file a day: with the first line of a new day the file of the day
 * before gets its date as ending, and those past their time are deleted. Streams never wait: a full queue drops and counts.
 * Thread-safe.
 */
public final class TranscriptFile implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(TranscriptFile.class.getName());

    /** As many as the log's own queue. */
    private static final int QUEUE_LINES = 8_192;

    private static final int MAX_ID_LENGTH = 200;
    private static final long CLOSE_SECONDS = 5;
    private static final Line END = new Line(Instant.EPOCH, "");

    private final Path path;
    private final IntSupplier retentionDays;
    private final InstantSource clock;
    private final ZoneId zone;
    private final BlockingQueue<Line> queue = new ArrayBlockingQueue<>(QUEUE_LINES);
    private final LongAdder dropped = new LongAdder();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread writer;

    /** Of the writer's thread alone. */
    private @Nullable LocalDate day;

    private boolean failed;

    private record Line(Instant at, String text) {}

    /**
     * Starts the writer; the file is made by the first line.
     *
     * @param retentionDays in force now; ≤ 0 = for ever
     */
    public TranscriptFile(Path path, IntSupplier retentionDays, InstantSource clock, ZoneId zone) {
        this.path = path;
        this.retentionDays = retentionDays;
        this.clock = clock;
        this.zone = zone;
        this.writer = Thread.ofPlatform().name("transcript-writer").daemon().start(this::run);
    }

    /**
     * Takes a result that was sent; never waits.
     *
     * @param startSec start on the audio clock, seconds
     * @param endSec end on the audio clock, seconds
     * @param language code, may be empty
     * @param probability of the language, 0…1
     */
    public void add(
            String sessionId,
            boolean isFinal,
            String text,
            double startSec,
            double endSec,
            String language,
            double probability) {
        String line = String.format(
                Locale.ROOT,
                "session_id=%s %s result=%s [%.2f, %.2f] language=%s probability=%.2f%n",
                oneLine(sessionId.substring(0, Math.min(MAX_ID_LENGTH, sessionId.length()))),
                isFinal ? "final" : "partial",
                oneLine(text),
                startSec,
                endSec,
                oneLine(language),
                probability);
        if (closed.get() || !queue.offer(new Line(clock.instant(), line))) {
            dropped.increment();
        }
    }

    /** Lines that were not written, because the disk was too slow or failed. */
    public long dropped() {
        return dropped.sum();
    }

    /** Writes what waits, for at most five seconds. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            if (queue.offer(END, CLOSE_SECONDS, TimeUnit.SECONDS)) {
                writer.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", "?");
    }

    private void run() {
        try {
            for (Line line = queue.take(); !line.equals(END); line = queue.take()) {
                try {
                    write(line);
                    failed = false;
                } catch (IOException e) {
                    dropped.increment();
                    if (!failed) {
                        failed = true;
                        LOGGER.log(ERROR, "the transcript file cannot be written: " + e);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Line line) throws IOException {
        LocalDate today = LocalDate.ofInstant(line.at(), zone);
        if (!today.equals(day)) {
            turnTo(today);
        }
        try (FileChannel channel = PrivateFiles.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap(line.text().getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    private void turnTo(LocalDate today) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            PrivateFiles.createFolder(folder);
        }
        if (Files.exists(path)) {
            LocalDate lastWritten =
                    LocalDate.ofInstant(Files.getLastModifiedTime(path).toInstant(), zone);
            LocalDate its = day == null ? lastWritten : day;
            if (!its.equals(today)) {
                setAside(its);
            }
        }
        day = today;
        deleteBefore(today);
    }

    private void setAside(LocalDate its) throws IOException {
        Path target = dated(its);
        try {
            Files.move(path, target);
        } catch (FileAlreadyExistsException e) {
            // Clocks go back, and servers start twice: the day's lines stay together.
            try (FileChannel channel = FileChannel.open(target, StandardOpenOption.APPEND)) {
                ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
            Files.delete(path);
        }
    }

    private Path dated(LocalDate its) {
        return path.resolveSibling(path.getFileName() + "." + its);
    }

    private void deleteBefore(LocalDate today) throws IOException {
        int days = retentionDays.getAsInt();
        Path folder = path.toAbsolutePath().getParent();
        if (days <= 0 || folder == null) {
            return;
        }
        String prefix = path.getFileName() + ".";
        List<Path> dated;
        try (Stream<Path> all = Files.list(folder)) {
            dated = all.filter(each -> String.valueOf(each.getFileName()).startsWith(prefix))
                    .toList();
        }
        for (Path each : dated) {
            try {
                LocalDate its =
                        LocalDate.parse(String.valueOf(each.getFileName()).substring(prefix.length()));
                if (its.isBefore(today.minusDays(days))) {
                    Files.delete(each);
                }
            } catch (DateTimeException e) {
                // None of ours.
            } catch (IOException e) {
                LOGGER.log(WARNING, "an old transcript cannot be deleted: " + e);
            }
        }
    }
}
