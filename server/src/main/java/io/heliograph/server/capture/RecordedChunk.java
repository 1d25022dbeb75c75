package io.heliograph.server.capture;

import java.nio.ByteBuffer;

/**
 * Whole samples that wait for the disk. The bytes are never changed by anybody.
 *
 * @param lead first byte of the first sample, from the chunk before; −1 without one
 * @param pcm16 the other bytes
 * @param rateHz their rate
 */
record RecordedChunk(int lead, ByteBuffer pcm16, int rateHz) {

    /** Samples in it. */
    long sampleCount() {
        return (pcm16.remaining() + (lead >= 0 ? 1L : 0L)) / 2;
    }

    /** The samples, little-endian 16 bits. */
    ByteBuffer samples() {
        if (lead < 0) {
            return pcm16.duplicate();
        }
        return ByteBuffer.allocate(pcm16.remaining() + 1)
                .put((byte) lead)
                .put(pcm16.duplicate())
                .flip();
    }
}
