package io.heliograph.app.transcribe;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The program that reads every other audio format, if it is installed. Immutable.
 *
 * @param program the executable; absent: not installed
 */
public record Ffmpeg(Optional<Path> program) {
    /** The rate that the server's models hear at: asking for more would only be thrown away there. */
    static final int SAMPLE_RATE_HZ = 16_000;

    /** Looks for it in the folders of a {@code PATH} variable. */
    public static Ffmpeg find(String pathVariable) {
        for (String folder : pathVariable.split(File.pathSeparator, -1)) {
            for (String name : List.of("ffmpeg", "ffmpeg.exe")) {
                Optional<Path> found = executable(folder, name);
                if (found.isPresent()) {
                    return new Ffmpeg(found);
                }
            }
        }
        return new Ffmpeg(Optional.empty());
    }

    private static Optional<Path> executable(String folder, String name) {
        try {
            Path path = Path.of(folder, name);
            boolean isProgram = !folder.isEmpty() && Files.isRegularFile(path) && Files.isExecutable(path);
            return isProgram ? Optional.of(path) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** The command that writes a WAVE file to its output, from a file or, without one, from its input. */
    static List<String> command(Path program, Optional<Path> input) {
        // An absolute path cannot be taken for a protocol or an option.
        String from = input.map(path -> path.toAbsolutePath().toString()).orElse("pipe:0");
        String rate = String.valueOf(SAMPLE_RATE_HZ);
        return List.of(
                program.toString(),
                "-nostdin",
                "-v",
                "error",
                "-i",
                from,
                "-vn",
                "-f",
                "wav",
                "-ac",
                "1",
                "-ar",
                rate,
                "-");
    }
}
