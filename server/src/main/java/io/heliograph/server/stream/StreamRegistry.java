package io.heliograph.server.stream;

import io.heliograph.server.concurrent.AdjustableSemaphore;
import io.heliograph.server.telemetry.SessionFacts;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** All running streams. Streams that have claimed no session are bounded. Thread-safe. */
public final class StreamRegistry {
    private final Set<LiveStream> streams = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private final AdjustableSemaphore unboundGate;
    private final AudioLedger ledger;

    /**
     * An empty registry.
     *
     * @param unboundGate how many streams may be without a session
     * @param ledger how much all of them may buffer
     */
    public StreamRegistry(AdjustableSemaphore unboundGate, AudioLedger ledger) {
        this.unboundGate = unboundGate;
        this.ledger = ledger;
    }

    /** Takes a stream in, unless too many have claimed no session yet. */
    Optional<LiveStream> open(long startedNanos, StreamInbox inbox) {
        Optional<LiveStream> opened =
                unboundGate.tryAcquire(1).map(permit -> new LiveStream(startedNanos, inbox, permit, ledger));
        opened.ifPresent(streams::add);
        return opened;
    }

    /** Why {@link #open} refuses, with the numbers. */
    String unboundUse() {
        return unboundGate.describe();
    }

    /** The stream is over. */
    void close(LiveStream stream) {
        if (!streams.remove(stream)) {
            return;
        }
        stream.closed();
        lock.lock();
        try {
            left.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** All running streams, in no order. */
    public List<LiveStream> all() {
        return List.copyOf(streams);
    }

    /** Streams that hold a session. */
    public long active() {
        return streams.stream().filter(stream -> stream.session() != null).count();
    }

    /** Bytes buffered over all streams and not yet in a settled decode. */
    public long bufferBytes() {
        return ledger.totalBytes();
    }

    /** Streams of either kind. */
    public int size() {
        return streams.size();
    }

    /** Waits until no stream runs; false if some still do after that long. */
    public boolean awaitEmpty(long timeoutNanos) {
        lock.lock();
        try {
            long remaining = timeoutNanos;
            while (!streams.isEmpty()) {
                if (remaining <= 0) {
                    return false;
                }
                remaining = left.awaitNanos(remaining);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Tells the stream of a session to settle what it has and end; false if there is none. */
    public boolean stop(SessionFacts session) {
        for (LiveStream stream : streams) {
            if (session.equals(stream.session())) {
                stream.stop();
                return true;
            }
        }
        return false;
    }

    /**
     * Tells the stream that buffers most to settle what it has and end, with an error that says why. It is told once: the next call
     * looks at the others.
     *
     * @param minBytes a stream that buffers less is left alone
     * @return false if no stream buffers that much
     */
    public boolean closeLargest(long minBytes) {
        LiveStream largest = null;
        long most = minBytes - 1;
        for (LiveStream stream : streams) {
            long held = stream.bufferBytes();
            if (held > most && !stream.gaveWay()) {
                most = held;
                largest = stream;
            }
        }
        if (largest == null) {
            return false;
        }
        largest.giveWay(most);
        return true;
    }

    /** Tells every stream to settle what it has and end. */
    public void stopAll() {
        streams.forEach(LiveStream::stop);
    }
}
