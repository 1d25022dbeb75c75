package io.heliograph.app.transcribe;

import io.heliograph.server.audio.WavFormatException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;

/**
 * Turns what the user named into recordings: WAVE files are read here, everything else by another program. Immutable.
 */
public final class RecordingOpener {
    /** The name that stands for the standard input. */
    public static final String STANDARD_INPUT = "-";

    private static final int MAGIC_BYTES = 4;
    private static final Set<String> WAVE_MAGICS = Set.of("RIFF", "RIFX", "RF64", "BW64");
    private static final int BUFFER_BYTES = 1 << 16;

    private final Ffmpeg ffmpeg;
    private final InputStream standardInput;

    /** Opens files of this machine and one standard input. */
    public RecordingOpener(Ffmpeg ffmpeg, InputStream standardInput) {
        this.ffmpeg = ffmpeg;
        this.standardInput = standardInput;
    }

    /** The recording a name stands for; nothing is opened yet. */
    RecordingSource recording(String name) {
        return name.equals(STANDARD_INPUT) ? new FromInput() : new FromFile(name);
    }

    private static String magic(InputStream in) throws IOException {
        in.mark(MAGIC_BYTES);
        byte[] start = in.readNBytes(MAGIC_BYTES);
        in.reset();
        return new String(start, StandardCharsets.ISO_8859_1);
    }

    private static boolean isWave(String name, String magic) throws IOException {
        if (magic.isEmpty()) {
            throw new IOException(name + " is empty");
        }
        return WAVE_MAGICS.contains(magic);
    }

    private IOException noConverter(String name, String magic) {
        return new IOException(
                name + " is no WAVE file (starts with " + shown(magic) + "); install ffmpeg to read other formats");
    }

    /** The printable beginning in quotes, or the bytes if there is none worth showing. */
    private static String shown(String magic) {
        int printable = 0;
        while (printable < magic.length() && magic.charAt(printable) > ' ' && magic.charAt(printable) <= '~') {
            printable++;
        }
        if (printable >= 2) {
            return "'" + magic.substring(0, printable) + "'";
        }
        byte[] bytes = magic.getBytes(StandardCharsets.ISO_8859_1);
        return "bytes " + HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes);
    }

    private static Recording wave(String name, InputStream in) throws IOException {
        try {
            return new NarrowedRecording(new WavSource(name, in));
        } catch (WavFormatException e) {
            throw new IOException(name + ": " + e.getMessage(), e);
        }
    }

    private final class FromFile implements RecordingSource {
        private final String name;

        FromFile(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean isReopenable() {
            return true;
        }

        @Override
        public Recording open() throws IOException {
            Path file = path();
            InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
            boolean isTakenOver = false;
            try {
                String magic = magic(in);
                if (isWave(name, magic)) {
                    Recording source = wave(name, in);
                    isTakenOver = true;
                    return source;
                }
                Path program = ffmpeg.program().orElseThrow(() -> noConverter(name, magic));
                return FfmpegSource.ofFile(name, program, file);
            } finally {
                if (!isTakenOver) {
                    in.close();
                }
            }
        }

        private Path path() throws IOException {
            Path file;
            try {
                file = Path.of(name);
            } catch (InvalidPathException e) {
                throw new IOException(name + " is no file name: " + e.getReason(), e);
            }
            if (!Files.exists(file)) {
                throw new IOException(name + " does not exist");
            }
            if (Files.isDirectory(file)) {
                throw new IOException(name + " is a folder");
            }
            if (!Files.isReadable(file)) {
                throw new IOException(name + " may not be read");
            }
            return file;
        }
    }

    private final class FromInput implements RecordingSource {

        @Override
        public String name() {
            return STANDARD_INPUT;
        }

        @Override
        public boolean isReopenable() {
            return false;
        }

        @Override
        public Recording open() throws IOException {
            String name = "standard input";
            InputStream in = new BufferedInputStream(standardInput, BUFFER_BYTES);
            String magic = magic(in);
            if (isWave(name, magic)) {
                return wave(name, in);
            }
            Path program = ffmpeg.program().orElseThrow(() -> noConverter(name, magic));
            return FfmpegSource.ofStream(name, program, in);
        }
    }
}
