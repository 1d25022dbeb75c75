package io.heliograph.app.client;

import java.io.Closeable;
import java.io.IOException;
import java.util.OptionalLong;

/** Mono audio read from front to back: signed 16-bit little-endian samples at one rate. Confined to the reading thread. */
public interface PcmSource extends Closeable {

    /** Samples per second. */
    int sampleRateHz();

    /** How many samples there are from the start, where that is known before they are read. */
    OptionalLong totalSamples();

    /**
     * Fills the array from its start, with fewer bytes only at the end of the audio.
     *
     * @param target an even number of bytes
     * @return the number of bytes read, even; 0 at the end
     * @throws IOException if the audio is broken or cannot be read
     */
    int read(byte[] target) throws IOException;
}
