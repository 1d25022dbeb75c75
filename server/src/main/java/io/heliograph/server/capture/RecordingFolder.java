package io.heliograph.server.capture;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.heliograph.server.audio.WavWriter;
import io.heliograph.server.limits.CaptureLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder of recordings: what a former process left in it, and how much it may hold. Confined to the writer's thread. */
final class RecordingFolder {
    private static final System.Logger LOGGER = System.getLogger(RecordingFolder.class.getName());

    /** Where a WAVE header of ours says the sample rate. */
    private static final int RATE_AT = 24;

    private final Path folder;
    private final InstantSource clock;

    RecordingFolder(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Completes the recordings that a former process left unfinished, and deletes those without audio. */
    void repairLeftovers() {
        for (Path part : files(RecordingNames.PART)) {
            try {
                if (repair(part)) {
                    String name = String.valueOf(part.getFileName());
                    String stem = name.substring(0, name.length() - RecordingNames.PART.length());
                    RecordingNames.complete(new RecordingNames.Reserved(part, folder, stem));
                    LOGGER.log(INFO, "an unfinished recording was repaired: " + stem);
                } else {
                    Files.delete(part);
                }
            } catch (IOException e) {
                LOGGER.log(WARNING, "an unfinished recording cannot be repaired: " + e);
            }
        }
    }

    /** Deletes the oldest complete recordings until age, number and size are within the limits. */
    void retain(CaptureLimits limits) {
        int maxFiles = limits.maxFiles() == null ? 0 : limits.maxFiles();
        long maxBytes = limits.maxBytes() == null ? 0 : limits.maxBytes();
        int maxDays = limits.maxAgeDays() == null ? 0 : limits.maxAgeDays();
        if (maxFiles <= 0 && maxBytes <= 0 && maxDays <= 0) {
            return;
        }
        List<Kept> oldestFirst = kept();
        int count = oldestFirst.size();
        long bytes = oldestFirst.stream().mapToLong(Kept::bytes).sum();
        Instant eldest = clock.instant().minus(Duration.ofDays(Math.max(0, maxDays)));
        for (Kept each : oldestFirst) {
            boolean isTooOld = maxDays > 0 && each.modified().isBefore(eldest);
            boolean isTooMuch = (maxFiles > 0 && count > maxFiles) || (maxBytes > 0 && bytes > maxBytes);
            if (!isTooOld && !isTooMuch) {
                return;
            }
            try {
                Files.deleteIfExists(each.path());
                count--;
                bytes -= each.bytes();
            } catch (IOException e) {
                LOGGER.log(WARNING, "a recording cannot be deleted: " + e);
            }
        }
    }

    private record Kept(Path path, Instant modified, long bytes) {}

    private List<Kept> kept() {
        List<Kept> kept = new ArrayList<>();
        for (Path path : files(RecordingNames.COMPLETE)) {
            try {
                kept.add(new Kept(path, Files.getLastModifiedTime(path).toInstant(), Files.size(path)));
            } catch (IOException e) {
                // Somebody else has deleted it.
            }
        }
        kept.sort(Comparator.comparing(Kept::modified).thenComparing(each -> String.valueOf(each.path())));
        return kept;
    }

    private List<Path> files(String ending) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> String.valueOf(path.getFileName()).endsWith(ending) && Files.isRegularFile(path))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            LOGGER.log(WARNING, "the folder of recordings cannot be read: " + e);
            return List.of();
        }
    }

    /** Makes the header say what the file holds; false if it holds no audio. */
    private static boolean repair(Path part) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long data = (channel.size() - WavWriter.HEADER_BYTES) & ~1L;
            if (data <= 0) {
                return false;
            }
            ByteBuffer header = ByteBuffer.allocate(WavWriter.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            while (header.hasRemaining() && channel.read(header, header.position()) >= 0) {
                // Until all of it is there.
            }
            int rateHz = header.getInt(RATE_AT);
            if (!new String(header.array(), 0, 4, US_ASCII).equals("RIFF") || rateHz <= 0) {
                return false;
            }
            channel.truncate(WavWriter.HEADER_BYTES + data);
            channel.write(ByteBuffer.wrap(WavWriter.header(rateHz, data)), 0);
            return true;
        }
    }
}
