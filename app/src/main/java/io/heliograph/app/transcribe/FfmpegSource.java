package io.heliograph.app.transcribe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * A recording as another program converts it, while it does. The program's input (if it is not a file) and its complaints are
 * carried by a daemon thread each. Confined to the reading thread.
 */
final class FfmpegSource implements Recording {
    /** After the end of its output there is nothing left for the program to do. */
    private static final long EXIT_DEADLINE_SECONDS = 5;

    private final String name;
    private final Process process;
    private final Complaints complaints;
    private final WavSource converted;

    private FfmpegSource(String name, Process process, Complaints complaints, WavSource converted) {
        this.name = name;
        this.process = process;
        this.complaints = complaints;
        this.converted = converted;
    }

    /** Converts a file. */
    static FfmpegSource ofFile(String name, Path program, Path file) throws IOException {
        Process process = new ProcessBuilder(Ffmpeg.command(program, Optional.of(file))).start();
        process.getOutputStream().close();
        return of(name, process);
    }

    /** Converts what is read from a stream, which is left open. */
    static FfmpegSource ofStream(String name, Path program, InputStream in) throws IOException {
        Process process = new ProcessBuilder(Ffmpeg.command(program, Optional.empty())).start();
        Thread.ofPlatform().daemon().name("ffmpeg-input").start(() -> feed(in, process));
        return of(name, process);
    }

    private static FfmpegSource of(String name, Process process) throws IOException {
        Complaints complaints = Complaints.of(process);
        try {
            WavSource converted = new WavSource(name, process.getInputStream());
            return new FfmpegSource(name, process, complaints, converted);
        } catch (IOException e) {
            // Without a reader the program ends; only then has it said everything.
            process.getInputStream().close();
            String reason = complaints.suffix();
            process.destroyForcibly();
            throw new IOException(name + ": ffmpeg cannot read it" + reason, e);
        }
    }

    @Override
    public int sampleRateHz() {
        return converted.sampleRateHz();
    }

    @Override
    public OptionalLong totalSamples() {
        return OptionalLong.empty();
    }

    @Override
    public int read(byte[] target) throws IOException {
        int count = converted.read(target);
        if (count < target.length) {
            requireSuccess();
        }
        return count;
    }

    @Override
    public Optional<String> damage() {
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        converted.close();
    }

    private void requireSuccess() throws IOException {
        try {
            if (!process.waitFor(EXIT_DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(name + ": ffmpeg did not end within " + EXIT_DEADLINE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(name + ": interrupted while waiting for ffmpeg", e);
        }
        if (process.exitValue() != 0) {
            throw new IOException(name + ": ffmpeg ended with status " + process.exitValue() + complaints.suffix());
        }
    }

    private static void feed(InputStream in, Process process) {
        try (OutputStream out = process.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // The program has ended or the input has failed: what it made of it shows in its output and exit status.
            process.destroy();
        }
    }

    /** Keeps the last line of what a program writes to its error output. Thread-safe. */
    private static final class Complaints {
        private final Thread reader;
        private volatile String last = "";

        private Complaints(Process process) {
            reader = Thread.ofPlatform().daemon().name("ffmpeg-errors").unstarted(() -> read(process));
        }

        static Complaints of(Process process) {
            Complaints complaints = new Complaints(process);
            complaints.reader.start();
            return complaints;
        }

        /** The last line behind a colon, once the program has said everything; nothing if it said nothing. */
        String suffix() {
            try {
                reader.join(TimeUnit.SECONDS.toMillis(EXIT_DEADLINE_SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return last.isEmpty() ? "" : ": " + last;
        }

        private void read(Process process) {
            try (BufferedReader lines = process.errorReader(Charset.defaultCharset())) {
                lines.lines().filter(line -> !line.isBlank()).forEach(line -> last = PlainText.of(line));
            } catch (IOException | UncheckedIOException e) {
                // The program was ended while it spoke: what it has said so far is kept.
                process.destroy();
            }
        }
    }
}
