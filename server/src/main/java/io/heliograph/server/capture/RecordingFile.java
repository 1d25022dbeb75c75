package io.heliograph.server.capture;

import io.heliograph.server.audio.Pcm16;
import io.heliograph.server.audio.Resampler;
import io.heliograph.server.audio.WavWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A recording on its way to the disk: a {@code .part} file whose header is right after each {@link #writeSizes()}, renamed when it
 * is complete. Audio of other rates is resampled to the header's. Confined to the writer's thread.
 */
final class RecordingFile {
    private static final int BLOCK_SAMPLES = 4096;

    private final RecordingNames.Reserved name;
    private final WavWriter wav;
    private final int rateHz;
    private final float[] floats = new float[BLOCK_SAMPLES];
    private final ByteBuffer block = ByteBuffer.allocate(2 * BLOCK_SAMPLES).order(ByteOrder.LITTLE_ENDIAN);
    private @Nullable Resampler resampler;
    private int inputRateHz;

    private RecordingFile(RecordingNames.Reserved name, WavWriter wav, int rateHz) {
        this.name = name;
        this.wav = wav;
        this.rateHz = rateHz;
        this.inputRateHz = rateHz;
    }

    /** Makes the file under a name that nothing else has. */
    static RecordingFile create(Path folder, String stem, int rateHz) throws IOException {
        PrivateFiles.createFolder(folder);
        RecordingNames.Reserved name = RecordingNames.reserve(folder, stem);
        try {
            return new RecordingFile(
                    name, new WavWriter(PrivateFiles.open(name.part(), StandardOpenOption.WRITE), rateHz), rateHz);
        } catch (IOException e) {
            Files.deleteIfExists(name.part());
            throw e;
        }
    }

    /** Writes a chunk of whole samples. */
    void write(RecordedChunk chunk) throws IOException {
        if (chunk.rateHz() != inputRateHz) {
            endStretch();
            inputRateHz = chunk.rateHz();
        }
        ByteBuffer samples = chunk.samples();
        if (chunk.rateHz() == rateHz) {
            wav.write(samples);
            return;
        }
        Resampler current = resampler;
        if (current == null) {
            current = new Resampler(chunk.rateHz(), rateHz);
            resampler = current;
        }
        samples.order(ByteOrder.LITTLE_ENDIAN);
        while (samples.hasRemaining()) {
            int count = Math.min(BLOCK_SAMPLES, samples.remaining() / 2);
            for (int i = 0; i < count; i++) {
                floats[i] = Pcm16.toFloat(samples.getShort());
            }
            Resampler feeding = current;
            resampled(() -> feeding.accept(floats, 0, count, this::append));
        }
    }

    /** Writes silence for audio that was lost, in samples of the header's rate. */
    void writeSilence(long samples) throws IOException {
        endStretch();
        byte[] zeros = new byte[2 * BLOCK_SAMPLES];
        for (long left = samples; left > 0; left -= BLOCK_SAMPLES) {
            wav.write(ByteBuffer.wrap(zeros, 0, 2 * (int) Math.min(left, BLOCK_SAMPLES)));
        }
    }

    /** Brings the header up to date. */
    void writeSizes() throws IOException {
        wav.writeSizes();
    }

    /** Completes the file; one without audio is deleted. */
    void finish() throws IOException {
        endStretch();
        wav.close();
        if (wav.dataBytes() == 0) {
            Files.deleteIfExists(name.part());
        } else {
            RecordingNames.complete(name);
        }
    }

    /** Closes after a failure and saves what is there, as far as the disk lets it. */
    void abandon() {
        try {
            resampler = null;
            finish();
        } catch (IOException e) {
            // The failure was told; what is left is repaired at the next start.
        }
    }

    private void endStretch() throws IOException {
        Resampler current = resampler;
        resampler = null;
        if (current != null) {
            resampled(() -> current.finish(this::append));
        }
    }

    private static void resampled(Runnable step) throws IOException {
        try {
            step.run();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void append(float[] samples, int offset, int count) {
        block.clear();
        for (int i = offset; i < offset + count; i++) {
            block.putShort(Pcm16.fromFloat(samples[i]));
        }
        try {
            wav.write(block.flip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
