package io.heliograph.app.transcribe;

import io.heliograph.app.client.NarrowedSource;
import io.heliograph.app.client.PcmSource;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A recording at no more than 16 kHz. A server's limits count bytes, and its default lets through what speech at 16 kHz has: 48 kHz
 * at the speed of speech would be three times too fast for it. Confined to the reading thread.
 */
final class NarrowedRecording implements Recording {
    private final Recording recording;
    private final PcmSource narrowed;

    /**
     * Narrows a recording; one of a lower rate stays as it is.
     *
     * @param recording closed with this
     * @throws IOException if the rate is higher than can be resampled
     */
    NarrowedRecording(Recording recording) throws IOException {
        this.recording = recording;
        this.narrowed = NarrowedSource.of(recording);
    }

    @Override
    public int sampleRateHz() {
        return narrowed.sampleRateHz();
    }

    @Override
    public OptionalLong totalSamples() {
        return narrowed.totalSamples();
    }

    @Override
    public int read(byte[] target) throws IOException {
        return narrowed.read(target);
    }

    @Override
    public Optional<String> damage() {
        return recording.damage();
    }

    @Override
    public void close() throws IOException {
        narrowed.close();
    }
}
