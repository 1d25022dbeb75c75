package io.heliograph.app.transcribe;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** WAVE files of silence. */
public final class Waves {

    private Waves() {}

    /** 16 bits a sample, so many channels. */
    public static byte[] silence(int rateHz, int channels, int frames) {
        return silence(rateHz, channels, frames, frames);
    }

    /** The same with a header that announces another length than there is. */
    public static byte[] silence(int rateHz, int channels, int frames, int announcedFrames) {
        int frameBytes = 2 * channels;
        return ByteBuffer.allocate(44 + frames * frameBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(36 + announcedFrames * frameBytes)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) channels)
                .putInt(rateHz)
                .putInt(rateHz * frameBytes)
                .putShort((short) frameBytes)
                .putShort((short) 16)
                .put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(announcedFrames * frameBytes)
                .array();
    }
}
