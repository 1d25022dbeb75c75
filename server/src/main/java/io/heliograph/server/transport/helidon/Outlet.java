package io.heliograph.server.transport.helidon;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import io.heliograph.server.time.Ticker;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Fault: Helidon writes on the thread that sends, so that a peer that does not read holds streams, their permits and the
 * connection's reader; and interrupting such a thread closes the connection under all its streams. Cure: frames are queued, and a
 * thread of their own writes them. Data is bounded by asking {@link #isLow()} before a message is made, the rest by a number of
 * frames, beyond which the peer is cut off. Thread-safe.
 */
final class Outlet {
    private static final int LOW_BYTES = 64 * 1024;
    private static final int BATCH_BYTES = 64 * 1024;

    /** As many as Netty queues for a peer that makes us answer and does not read. */
    private static final int MAX_CONTROL_FRAMES = 10_000;

    private final DataWriter socket;
    private final OpenConnection connection;
    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition emptied = lock.newCondition();
    private final Deque<Frame> waiting = new ArrayDeque<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private int controlFrames;
    private boolean isOpen;
    private boolean isWriting;
    private boolean isClosed;
    private volatile Runnable lowAgain = () -> {};

    Outlet(DataWriter socket, OpenConnection connection, Ticker ticker) {
        this.socket = socket;
        this.connection = connection;
        this.ticker = ticker;
    }

    /** @param told whenever {@link #isLow()} holds again */
    void onLowAgain(Runnable told) {
        lowAgain = told;
    }

    /** Whether so little waits that one more message may. */
    boolean isLow() {
        return waitingBytes.get() < LOW_BYTES;
    }

    /** Queues a frame; never waits, and forgets it if the connection is over. */
    void offer(Frame frame) {
        boolean isTooMuch;
        lock.lock();
        try {
            if (isClosed) {
                return;
            }
            waiting.addLast(frame);
            waitingBytes.addAndGet(frame.bytes().length);
            controlFrames += isControl(frame) ? 1 : 0;
            isTooMuch = controlFrames > MAX_CONTROL_FRAMES;
            startWriting();
        } finally {
            lock.unlock();
        }
        if (isTooMuch) {
            close();
        }
    }

    /**
     * Begins to write. Until the first bytes were read, TLS may be in its handshake, and Helidon's sockets do not bear a second thread
     * in it.
     */
    void open() {
        lock.lock();
        try {
            isOpen = true;
            startWriting();
        } finally {
            lock.unlock();
        }
    }

    private void startWriting() {
        if (isOpen && !isWriting && !waiting.isEmpty()) {
            isWriting = true;
            Thread.ofVirtual().name("grpc-out").start(this::write);
        }
    }

    private static boolean isControl(Frame frame) {
        return frame.type() != Frame.DATA && frame.type() != Frame.HEADERS;
    }

    private void write() {
        for (byte[] batch = next(); batch.length > 0; batch = next()) {
            connection.writingSince(ticker.nanos());
            try {
                socket.writeNow(BufferData.create(batch));
            } catch (RuntimeException e) {
                // Whatever it is, the peer will get no more.
                close();
            } finally {
                connection.written();
            }
        }
    }

    /** What is to be written next, empty if there is nothing. */
    private byte[] next() {
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        boolean isLowAgain;
        lock.lock();
        try {
            boolean wasLow = isLow();
            while (!waiting.isEmpty() && batch.size() < BATCH_BYTES) {
                Frame frame = waiting.removeFirst();
                waitingBytes.addAndGet(-frame.bytes().length);
                controlFrames -= isControl(frame) ? 1 : 0;
                batch.writeBytes(frame.bytes());
            }
            isLowAgain = !wasLow && isLow();
            if (batch.size() == 0) {
                isWriting = false;
                emptied.signalAll();
            }
        } finally {
            lock.unlock();
        }
        if (isLowAgain) {
            lowAgain.run();
        }
        return batch.toByteArray();
    }

    /**
     * Takes no more and waits until all is written, at most that long; else the connection is closed at once. What the socket has
     * to say at its own end is awaited like a write.
     */
    void finish(long nanos) {
        long deadline = ticker.nanos() + nanos;
        boolean isWritten = false;
        lock.lock();
        try {
            isClosed = true;
            for (long left = nanos; isWriting && left > 0; left = deadline - ticker.nanos()) {
                @SuppressWarnings("unused") // the loop looks at the clock itself
                long remaining = emptied.awaitNanos(left);
            }
            isWritten = !isWriting;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        if (isWritten) {
            connection.writingSince(ticker.nanos());
        } else {
            close();
        }
    }

    /** Forgets what waits and ends the connection. */
    void close() {
        lock.lock();
        try {
            isClosed = true;
            waiting.clear();
            waitingBytes.set(0);
            controlFrames = 0;
        } finally {
            lock.unlock();
        }
        connection.end();
    }
}
