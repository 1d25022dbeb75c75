package io.heliograph.server.stream;

import java.nio.ByteBuffer;

/**
 * One message of the client. The bytes pass to the stream and are not changed afterwards.
 *
 * @param pcm16 signed 16-bit little-endian mono; may be empty, may have an odd length
 * @param sampleRateHz ≤ 0 = as before
 * @param isFinal nothing after it is read
 * @param sessionId may be empty once bound
 * @param sessionToken the token, if the session has one
 */
public record ClientChunk(ByteBuffer pcm16, int sampleRateHz, boolean isFinal, String sessionId, String sessionToken) {

    /** Bytes of audio. */
    public int bytes() {
        return pcm16.remaining();
    }

    @Override
    public String toString() {
        return "ClientChunk[%d bytes, rate %d, final %s]".formatted(bytes(), sampleRateHz, isFinal);
    }
}
