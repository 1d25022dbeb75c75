package io.heliograph.server.audio;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A WAVE file in the making, right unless told otherwise. */
final class WavFixture {
    String magic = "RIFF";
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    int tag = 1;
    int channels = 1;
    int rateHz = 16_000;
    int bits = 16;
    int extensibleTag = -1;
    long declaredBytes = -1;
    long containerBytes = -1;
    byte[] before = {};
    byte[] after = {};
    byte[] data = {};

    static byte[] chunk(String id, ByteOrder order, byte[] content) {
        ByteBuffer chunk =
                ByteBuffer.allocate(8 + content.length + (content.length & 1)).order(order);
        chunk.put(id.getBytes(StandardCharsets.US_ASCII)).putInt(content.length).put(content);
        return chunk.array();
    }

    byte[] bytes() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("WAVE".getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(before);
        body.writeBytes(chunk("fmt ", order, format()));
        byte[] dataChunk = chunk("data", order, data);
        if (declaredBytes >= 0) {
            ByteBuffer.wrap(dataChunk).order(order).putInt(4, (int) declaredBytes);
        }
        body.writeBytes(dataChunk);
        body.writeBytes(after);
        long size = containerBytes >= 0 ? containerBytes : body.size();
        return ByteBuffer.allocate(8 + body.size())
                .order(order)
                .put(magic.getBytes(StandardCharsets.US_ASCII))
                .putInt((int) size)
                .put(body.toByteArray())
                .array();
    }

    private byte[] format() {
        int frameBytes = channels * bits / 8;
        ByteBuffer format = ByteBuffer.allocate(extensibleTag >= 0 ? 40 : 16).order(order);
        format.putShort((short) (extensibleTag >= 0 ? 0xFFFE : tag));
        format.putShort((short) channels).putInt(rateHz).putInt(rateHz * frameBytes);
        format.putShort((short) frameBytes).putShort((short) bits);
        if (extensibleTag >= 0) {
            format.putShort((short) 22).putShort((short) bits).putInt(0);
            format.putInt(extensibleTag).putShort((short) 0).putShort((short) 0x10);
            format.put(new byte[] {(byte) 0x80, 0, 0, (byte) 0xAA, 0, 0x38, (byte) 0x9B, 0x71});
        }
        return format.array();
    }

    WavReader open() throws IOException {
        return new WavReader(new ByteArrayInputStream(bytes()));
    }

    short[] samples() throws IOException {
        try (WavReader reader = open()) {
            return samples(reader);
        }
    }

    static short[] samples(WavReader reader) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part = new byte[1_001];
        for (int count = reader.read(part, 0, part.length); count >= 0; count = reader.read(part, 0, part.length)) {
            all.write(part, 0, count);
        }
        ByteBuffer bytes = ByteBuffer.wrap(all.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        short[] samples = new short[bytes.capacity() / 2];
        bytes.asShortBuffer().get(samples);
        return samples;
    }

    /** Gives its bytes one at a time, as a pipe may. */
    static InputStream trickle(byte[] bytes) {
        return new FilterInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return super.read(target, offset, Math.min(1, length));
            }
        };
    }
}
