package io.heliograph.server.transport.helidon;

import io.grpc.Context;
import io.grpc.Status;
import io.helidon.common.buffers.BufferData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Fault: Helidon allocates what a message claims to be, keeps the largest buffer of a stream for its life, reads on in the middle of
 * a message that was too large as if others began there (seen: 41,335 of them), and forgets that one is compressed when it comes in
 * several frames. Cure: messages are cut out and inflated here, and Helidon gets whole ones, one at a time. Confined to the stream's
 * thread.
 */
final class MessageFraming {
    static final String IDENTITY = "identity";
    static final String GZIP = "gzip";

    /** The one of the current call. */
    static final Context.Key<MessageFraming> KEY = Context.key("helidon-framing");

    // gRPC over HTTP/2: compressed flag, length of 32 bits.
    private static final int PREFIX_BYTES = 5;

    /** More is allocated only as it comes. */
    private static final int FIRST_BYTES = 16 * 1024;

    private final int largestBytes;
    private final String encoding;
    private final byte[] prefix = new byte[PREFIX_BYTES];
    private int prefixBytes;
    private byte[] message = new byte[0];
    private int filled;
    private int wholeBytes;
    private @Nullable Listener listener;

    /** Who follows the messages of a call. */
    interface Listener {
        /** Bytes of a message have come, without its prefix; throws a status if they are too many. */
        void wireBytes(long bytes);

        /** A message is complete. */
        void messageComplete(int wireBytes, int bytes);

        /** A frame was looked at. */
        void frameRead();

        /** The call cannot go on. */
        void failed(Status status);
    }

    /** @param encoding how messages are compressed that are */
    MessageFraming(int largestBytes, String encoding) {
        this.largestBytes = largestBytes;
        this.encoding = encoding;
    }

    /** Whether messages can be read that are compressed as the client says. */
    boolean isReadable() {
        return encoding.equals(IDENTITY) || encoding.equals(GZIP);
    }

    String encoding() {
        return encoding;
    }

    void followedBy(Listener follower) {
        listener = follower;
    }

    /**
     * Takes what came.
     *
     * @param whole gets each message that is complete, with a prefix that says that it is not compressed
     * @throws io.grpc.StatusRuntimeException if the call cannot go on
     */
    void add(BufferData data, Consumer<byte[]> whole) {
        while (data.available() > 0 || isComplete()) {
            if (prefixBytes < PREFIX_BYTES) {
                prefixBytes += data.read(prefix, prefixBytes, Math.min(PREFIX_BYTES - prefixBytes, data.available()));
                if (prefixBytes == PREFIX_BYTES) {
                    begin();
                }
            } else {
                fill(data);
            }
            if (isComplete()) {
                byte[] complete = complete();
                prefixBytes = 0;
                message = new byte[0];
                whole.accept(complete);
            }
        }
    }

    private boolean isComplete() {
        return prefixBytes == PREFIX_BYTES && filled == wholeBytes;
    }

    private void begin() {
        long length = ByteBuffer.wrap(prefix).getInt(1) & 0xFFFFFFFFL;
        if (length > largestBytes) {
            throw Status.RESOURCE_EXHAUSTED
                    .withDescription("gRPC message exceeds maximum size %d: %d".formatted(largestBytes, length))
                    .asRuntimeException();
        }
        if (prefix[0] != 0 && (prefix[0] != 1 || !encoding.equals(GZIP))) {
            throw Status.INTERNAL
                    .withDescription("a message is compressed although no encoding was named")
                    .asRuntimeException();
        }
        wholeBytes = PREFIX_BYTES + (int) length;
        message = new byte[Math.min(wholeBytes, FIRST_BYTES)];
        filled = PREFIX_BYTES;
        ByteBuffer.wrap(message).putInt(1, (int) length);
    }

    private void fill(BufferData data) {
        int bytes = Math.min(wholeBytes - filled, data.available());
        if (filled + bytes > message.length) {
            int doubled = (int) Math.min(wholeBytes, 2L * message.length);
            message = Arrays.copyOf(message, Math.max(doubled, filled + bytes));
        }
        data.read(message, filled, bytes);
        filled += bytes;
        if (listener != null) {
            listener.wireBytes(bytes);
        }
    }

    private byte[] complete() {
        byte[] complete = prefix[0] == 0 ? message : inflated();
        if (listener != null) {
            listener.messageComplete(wholeBytes - PREFIX_BYTES, complete.length - PREFIX_BYTES);
        }
        return complete;
    }

    /** What is longer than the limit is cut after it: the service refuses it, and knows what the stream has cost. */
    private byte[] inflated() {
        try (GZIPInputStream gzip =
                new GZIPInputStream(new ByteArrayInputStream(message, PREFIX_BYTES, wholeBytes - PREFIX_BYTES))) {
            byte[] body = gzip.readNBytes(largestBytes);
            return ByteBuffer.allocate(PREFIX_BYTES + body.length)
                    .put((byte) 0)
                    .putInt(body.length)
                    .put(body)
                    .array();
        } catch (IOException e) {
            throw Status.INTERNAL
                    .withDescription("a message cannot be inflated")
                    .asRuntimeException();
        }
    }

    /** No message may be left half. */
    void requireComplete() {
        if (prefixBytes > 0) {
            throw Status.INTERNAL
                    .withDescription("the stream ends in the middle of a message")
                    .asRuntimeException();
        }
    }

    void afterFrame() {
        if (listener != null) {
            listener.frameRead();
        }
    }

    void fail(Status status) {
        if (listener != null) {
            listener.failed(status);
        }
    }
}
