package io.heliograph.app.bench;

import io.heliograph.server.audio.Pcm16;
import io.heliograph.server.audio.WavReader;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Recordings with their transcripts: a folder of WAV files and a {@code transcripts.tsv} whose first column is the file and whose
 * last column is the text. Recordings are mono, 16 kHz. Immutable.
 *
 * @param origin where they come from, for the report
 * @param recordings in the order of the table
 */
record Corpus(String origin, List<Corpus.Recording> recordings) {
    private static final int SAMPLE_RATE_HZ = 16_000;
    private static final String TABLE = "transcripts.tsv";

    /** One recording; the bytes are 16-bit little-endian. */
    static final class Recording {
        private final String name;
        private final String text;
        private final byte[] pcm16;

        Recording(String name, String text, byte[] pcm16) {
            this.name = name;
            this.text = text;
            this.pcm16 = pcm16;
        }

        String name() {
            return name;
        }

        String text() {
            return text;
        }

        byte[] pcm16() {
            return pcm16;
        }

        double seconds() {
            return pcm16.length / 2.0 / SAMPLE_RATE_HZ;
        }

        /** The same as samples in [−1, 1]. */
        float[] samples() {
            float[] samples = new float[pcm16.length / 2];
            ByteBuffer bytes = ByteBuffer.wrap(pcm16).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < samples.length; i++) {
                samples[i] = Pcm16.toFloat(bytes.getShort(2 * i));
            }
            return samples;
        }
    }

    /**
     * The recordings of a folder.
     *
     * @throws IOException if the table or a recording cannot be read, or a recording has another rate
     */
    static Corpus of(Path folder) throws IOException {
        List<Recording> recordings = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(TABLE))) {
            int first = line.indexOf('\t');
            int last = line.lastIndexOf('\t');
            // A heading names no recording.
            if (first > 0 && line.substring(0, first).endsWith(".wav")) {
                String file = line.substring(0, first);
                recordings.add(new Recording(file, line.substring(last + 1).strip(), pcm16(folder.resolve(file))));
            }
        }
        return new Corpus(folder.toString(), List.copyOf(recordings));
    }

    /** The sample recordings that come with the model, as far as they fit. */
    static Corpus ofSamples(Path samplesFolder) {
        try {
            return new Corpus(
                    samplesFolder.toString(),
                    List.of(new Recording(
                            "beckett.wav",
                            "Ever tried, ever failed, no matter, try again, fail again, fail better.",
                            pcm16(samplesFolder.resolve("beckett.wav")))));
        } catch (IOException e) {
            throw new UncheckedIOException("the sample recordings cannot be read", e);
        }
    }

    double seconds() {
        return recordings.stream().mapToDouble(Recording::seconds).sum();
    }

    private static byte[] pcm16(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            WavReader reader = new WavReader(in);
            if (reader.facts().sampleRateHz() != SAMPLE_RATE_HZ) {
                throw new IOException("%s has %d Hz, the benchmarks want %d"
                        .formatted(file, reader.facts().sampleRateHz(), SAMPLE_RATE_HZ));
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] block = new byte[8_192];
            for (int count = reader.read(block, 0, block.length);
                    count >= 0;
                    count = reader.read(block, 0, block.length)) {
                bytes.write(block, 0, count);
            }
            return bytes.toByteArray();
        }
    }
}
