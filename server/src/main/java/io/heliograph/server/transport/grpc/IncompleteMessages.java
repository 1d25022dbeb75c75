package io.heliograph.server.transport.grpc;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds what all calls together hold of messages that have begun and not ended. The transport stores such a message until its
 * last byte, up to its limit and for as long as the client likes: a few hundred calls that each stop short of their end would
 * take all memory. Beyond the bound the calls that hold much are ended with RESOURCE_EXHAUSTED as they grow; those that hold
 * little, as audio does, never are. Thread-safe.
 */
final class IncompleteMessages extends ServerStreamTracer.Factory {
    /** No chunk of 2 s at 48 kHz is larger; a call that holds no more than this is never ended for it. */
    static final long ALWAYS_ALLOWED_BYTES = 256 * 1024;

    private final long maxBytes;
    private final AtomicLong heldBytes = new AtomicLong();

    /**
     * Holds nothing yet.
     *
     * @param maxBytes what all calls may hold together
     */
    IncompleteMessages(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Bytes held now. */
    long heldBytes() {
        return heldBytes.get();
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
        return new Call();
    }

    /** One call; the transport reads its messages on one thread at a time, and ends it on any. */
    private final class Call extends ServerStreamTracer {
        private long ownBytes;
        private boolean closed;

        /** Throwing is how a tracer ends a call: the transport takes it as it takes a message beyond its own limit. */
        @Override
        public void inboundWireSize(long bytes) {
            long held;
            synchronized (this) {
                if (closed) {
                    return;
                }
                ownBytes += bytes;
                held = heldBytes.addAndGet(bytes);
                if (held <= maxBytes || ownBytes <= ALWAYS_ALLOWED_BYTES) {
                    return;
                }
            }
            throw Status.RESOURCE_EXHAUSTED
                    .withDescription(
                            "messages that are not complete hold %d bytes, at most %d".formatted(held, maxBytes))
                    .asRuntimeException();
        }

        @Override
        public synchronized void inboundMessageRead(int number, long wireBytes, long uncompressedBytes) {
            release();
        }

        @Override
        public synchronized void streamClosed(Status status) {
            closed = true;
            release();
        }

        private void release() {
            heldBytes.addAndGet(-ownBytes);
            ownBytes = 0;
        }
    }
}
