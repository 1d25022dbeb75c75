package io.heliograph.server.decode.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * A direct float buffer that is kept between runs and grows when a run needs more. Growth rounds up, so that utterances of slowly
 * rising length do not each ask for new memory. Confined to one thread.
 */
public final class DirectFloats {
    private FloatBuffer buffer;

    public DirectFloats(int capacity) {
        this.buffer = allocate(capacity);
    }

    /** An empty buffer, position 0, limit {@code size}; what it held before is gone. */
    public FloatBuffer cleared(int size) {
        if (size > buffer.capacity()) {
            buffer = allocate(Math.max(size, buffer.capacity() + buffer.capacity() / 2));
        }
        return buffer.clear().limit(size);
    }

    /** A direct buffer of that many floats in the machine's byte order. */
    public static FloatBuffer allocate(int floats) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
