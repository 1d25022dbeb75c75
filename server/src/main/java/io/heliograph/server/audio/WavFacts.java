package io.heliograph.server.audio;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What the header of a WAVE file says. Immutable.
 *
 * @param sampleRateHz frames per second, at least 1
 * @param channels samples in a frame, 1 to 65 535
 * @param bitsPerSample 8, 16, 24, 32 or 64
 * @param encoding how a sample is written
 * @param dataBytes size of the audio as declared, −1 if it goes on until the end of the file
 */
public record WavFacts(int sampleRateHz, int channels, int bitsPerSample, WavEncoding encoding, long dataBytes) {

    public WavFacts {
        if (sampleRateHz < 1 || channels < 1 || !encoding.allows(bitsPerSample) || dataBytes < -1) {
            throw new IllegalArgumentException(sampleRateHz + " Hz, " + channels + " channels, " + bitsPerSample
                    + " bits of " + encoding + ", " + dataBytes + " bytes");
        }
    }

    /** Bytes of one sample of every channel. */
    public int frameBytes() {
        return channels * (bitsPerSample / 8);
    }

    /** Number of frames, if the header knows. */
    public OptionalLong frames() {
        return dataBytes < 0 ? OptionalLong.empty() : OptionalLong.of(dataBytes / frameBytes());
    }

    /** Length in seconds, if the header knows. */
    public OptionalDouble seconds() {
        OptionalLong frames = frames();
        return frames.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) frames.getAsLong() / sampleRateHz);
    }
}
