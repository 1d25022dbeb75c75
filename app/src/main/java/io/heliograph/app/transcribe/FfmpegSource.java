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
        startDaemon("ffmpeg-input", () -> feed(in, process));
        return of(name, process);
    }

    private static FfmpegSource of(String name, Process process) throws IOException {
        Complaints complaints = new Complaints(process);
        Thread reader = startDaemon("ffmpeg-errors", complaints);
        try {
            WavSource converted = new WavSource(name, process.getInputStream());
            return new FfmpegSource(name, process, complaints, converted);
        } catch (IOException e) {
            process.destroyForcibly();
            join(reader);
            throw new IOException(name + ": ffmpeg cannot read it" + complaints.suffix(), e);
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

    private static Thread startDaemon(String threadName, Runnable work) {
        return Thread.ofPlatform().daemon().name(threadName).start(work);
    }

    private static void join(Thread thread) {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(EXIT_DEADLINE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
    private static final class Complaints implements Runnable {
        private final Process process;
        private volatile String last = "";

        Complaints(Process process) {
            this.process = process;
        }

        @Override
        public void run() {
            try (BufferedReader lines = process.errorReader(Charset.defaultCharset())) {
                lines.lines().filter(line -> !line.isBlank()).forEach(line -> last = line.strip());
            } catch (IOException | UncheckedIOException e) {
                last = last.isEmpty() ? String.valueOf(e.getMessage()) : last;
            }
        }

        String suffix() {
            return last.isEmpty() ? "" : ": " + last;
        }
    }
}
