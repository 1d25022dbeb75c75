package io.heliograph.server.capture;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** How recordings are named (contract §16.1). Pure, but for the files that names are asked for. */
final class RecordingNames {
    static final String COMPLETE = ".wav";
    static final String PART = ".wav.part";

    private static final int MAX_ID_LENGTH = 80;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");

    private RecordingNames() {}

    /**
     * A name that is taken.
     *
     * @param part the file being written
     * @param folder where it will stay
     * @param stem its name without number and ending
     */
    record Reserved(Path part, Path folder, String stem) {}

    /** Local time and session id, without anything that a file system or a shell could take amiss. */
    static String stem(String sessionId, Instant start, ZoneId zone) {
        StringBuilder id = new StringBuilder();
        sessionId
                .codePoints()
                .forEach(point -> id.append(
                        point < 128 && (Character.isLetterOrDigit(point) || point == '-' || point == '_')
                                ? (char) point
                                : '_'));
        String cut = id.substring(0, Math.min(MAX_ID_LENGTH, id.length()));
        String bare = cut.replaceAll("^_+|_+$", "");
        return TIME.format(start.atZone(zone)) + "_" + (bare.isEmpty() ? "session" : bare);
    }

    /** Makes an empty {@code .part} file under the first free name. */
    static Reserved reserve(Path folder, String stem) throws IOException {
        for (int number = 1; ; number++) {
            String name = numbered(stem, number);
            if (Files.exists(folder.resolve(name + COMPLETE))) {
                continue;
            }
            Path part = folder.resolve(name + PART);
            try {
                PrivateFiles.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
                        .close();
                return new Reserved(part, folder, stem);
            } catch (FileAlreadyExistsException e) {
                // The next number, then.
            }
        }
    }

    /** Gives a complete file its own name; never over another one. */
    static void complete(Reserved name) throws IOException {
        String file = String.valueOf(name.part().getFileName());
        Path target = name.folder().resolve(file.substring(0, file.length() - PART.length()) + COMPLETE);
        for (int number = 2; ; number++) {
            try {
                Files.move(name.part(), target);
                return;
            } catch (FileAlreadyExistsException e) {
                target = name.folder().resolve(numbered(name.stem(), number) + COMPLETE);
            }
        }
    }

    private static String numbered(String stem, int number) {
        return number == 1 ? stem : stem + "_" + number;
    }
}
