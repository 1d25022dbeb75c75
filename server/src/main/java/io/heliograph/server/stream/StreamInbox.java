package io.heliograph.server.stream;

import io.heliograph.server.error.StatusName;
import io.heliograph.server.stream.StreamEvent.ChunkArrived;
import io.heliograph.server.time.Ticker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where everything that happens to a stream waits for its thread. Chunks are bounded by asking for the next only while there is
 * room ({@link #claimRequest}), so a fast client is slowed by flow control and nothing is dropped; the other events are few by
 * nature. Many producers, one consumer.
 */
public final class StreamInbox {
    private static final int MAX_CHUNKS = 64;
    private static final long MAX_BYTES = 1 << 20;

    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<StreamEvent> events = new ArrayDeque<>();
    private int chunks;
    private long bytes;
    private boolean requested;
    private boolean paused;
    private boolean closed;
    private volatile boolean clientGone;

    public StreamInbox(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Puts a chunk in; the transport calls it once per message that was asked for. */
    public void putChunk(ClientChunk chunk) {
        lock.lock();
        try {
            requested = false;
            if (!closed) {
                chunks++;
                bytes += chunk.bytes();
                events.addLast(new ChunkArrived(chunk, ticker.nanos()));
                arrived.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The client will send no more. */
    public void putInputEnded() {
        put(new StreamEvent.InputEnded(ticker.nanos()));
    }

    /** What came cannot be taken: no message of the contract, or too large a one; the detail holds no client text. */
    public void putUnreadable(StatusName status, String detail) {
        put(new StreamEvent.Unreadable(status, detail));
    }

    /** The call is over from the client's side; goes in front of all that waits. */
    public void putClientGone() {
        clientGone = true;
        lock.lock();
        try {
            if (!closed) {
                events.addFirst(new StreamEvent.ClientGone());
                arrived.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the call is over from the client's side, also if its thread has not noticed yet. */
    boolean isClientGone() {
        return clientGone;
    }

    /** The transport takes messages again. */
    public void putLinkReady() {
        put(new StreamEvent.LinkReady());
    }

    /** Another stream needed room, and this one owes it. */
    void putAudioTaken() {
        put(new StreamEvent.AudioTaken());
    }

    /** Memory is short, and this stream holds most. */
    void putMemoryShort(long heldBytes) {
        put(new StreamEvent.MemoryShort(heldBytes));
    }

    /** The server stops. */
    public void putServerStopping() {
        put(new StreamEvent.ServerStopping());
    }

    /**
     * Whether the transport should ask for one more chunk now; saying yes counts as having asked.
     */
    public boolean claimRequest() {
        lock.lock();
        try {
            if (requested || paused || closed || chunks >= MAX_CHUNKS || bytes >= MAX_BYTES) {
                return false;
            }
            requested = true;
            return true;
        } finally {
            lock.unlock();
        }
    }

    void put(StreamEvent event) {
        lock.lock();
        try {
            if (!closed) {
                events.addLast(event);
                arrived.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Stops or resumes asking for chunks. */
    void pause(boolean pausing) {
        lock.lock();
        try {
            paused = pausing;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the next event.
     *
     * @param deadlineNanos monotonic moment at which {@link StreamEvent.DeadlinePassed} is returned instead
     */
    StreamEvent take(long deadlineNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (events.isEmpty()) {
                long left = deadlineNanos - ticker.nanos();
                if (left <= 0) {
                    return new StreamEvent.DeadlinePassed();
                }
                @SuppressWarnings("unused") // the loop looks at the clock itself
                long remaining = arrived.awaitNanos(left);
            }
            StreamEvent event = events.removeFirst();
            if (event instanceof ChunkArrived chunk) {
                chunks--;
                bytes -= chunk.chunk().bytes();
            }
            return event;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what waits and takes no more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            events.clear();
            chunks = 0;
            bytes = 0;
        } finally {
            lock.unlock();
        }
    }
}
