package io.heliograph.server.capture;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The recording of one stream, seen from the stream: chunks go into a bounded queue and never wait for the disk. When the queue is
 * full the oldest chunk becomes silence of the same length. Thread-safe.
 */
public final class Recording {
    private static final int NO_BYTE = -1;

    private final @Nullable Recordings recordings;
    private final String sessionId;
    private final String stem;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<RecordedChunk> queue = new ArrayDeque<>();

    /** Samples lost before the head of the queue, at the rate of the header. */
    private double lostSamples;

    private int headerRateHz;
    private int oddByte = NO_BYTE;
    private int oddByteRateHz;
    private boolean overflowed;
    private boolean ended;
    private boolean waitsForWriter;
    private boolean givenUp;

    /** Of the writer's thread alone. */
    private @Nullable RecordingFile file;

    private Recording(@Nullable Recordings recordings, String sessionId, String stem) {
        this.recordings = recordings;
        this.sessionId = sessionId;
        this.stem = stem;
    }

    static Recording of(Recordings recordings, String sessionId, String stem) {
        return new Recording(recordings, sessionId, stem);
    }

    /** Keeps nothing. */
    public static Recording none() {
        return new Recording(null, "", "");
    }

    /**
     * Takes a chunk that was accepted; never waits.
     *
     * @param pcm16 signed 16-bit little-endian mono from position to limit, which stay as they are and are never changed later; an
     *     odd byte at the end waits for the next chunk of the same rate
     */
    public void add(ByteBuffer pcm16, int rateHz) {
        if (recordings == null || !pcm16.hasRemaining()) {
            return;
        }
        boolean isFirstLoss = false;
        lock.lock();
        try {
            if (ended || givenUp) {
                return;
            }
            if (headerRateHz == 0) {
                headerRateHz = rateHz;
            }
            RecordedChunk chunk = whole(pcm16, rateHz);
            if (chunk.sampleCount() > 0) {
                queue.addLast(chunk);
            }
            while (queue.size() > recordings.queueChunks()) {
                RecordedChunk oldest = queue.removeFirst();
                lostSamples += (double) oldest.sampleCount() * headerRateHz / oldest.rateHz();
                recordings.chunkLost();
                isFirstLoss |= !overflowed;
                overflowed = true;
            }
        } finally {
            lock.unlock();
        }
        if (isFirstLoss) {
            recordings.tellLoss(sessionId);
        }
        callWriter();
    }

    /** No more chunks come; again is harmless. */
    public void end() {
        if (recordings == null) {
            return;
        }
        lock.lock();
        try {
            if (ended) {
                return;
            }
            ended = true;
        } finally {
            lock.unlock();
        }
        callWriter();
    }

    String sessionId() {
        return sessionId;
    }

    private RecordedChunk whole(ByteBuffer pcm16, int rateHz) {
        ByteBuffer bytes = pcm16.slice();
        int lead = oddByteRateHz == rateHz ? oddByte : NO_BYTE;
        oddByte = NO_BYTE;
        boolean endsOdd = (bytes.remaining() + (lead == NO_BYTE ? 0 : 1)) % 2 == 1;
        if (endsOdd) {
            oddByte = bytes.get(bytes.limit() - 1) & 0xFF;
            oddByteRateHz = rateHz;
            bytes.limit(bytes.limit() - 1);
        }
        return new RecordedChunk(lead, bytes.slice(), rateHz);
    }

    private void callWriter() {
        lock.lock();
        try {
            if (waitsForWriter) {
                return;
            }
            waitsForWriter = true;
        } finally {
            lock.unlock();
        }
        if (recordings != null) {
            recordings.ready(this);
        }
    }

    /**
     * What the writer has to do next.
     *
     * @param silence samples lost before the chunk, at the header's rate
     * @param chunk null = nothing is left now
     * @param isLast nothing will ever follow
     */
    private record Work(long silence, @Nullable RecordedChunk chunk, boolean isLast) {}

    /** Writes what waits; true once the recording is complete or given up. Called by the writer's thread. */
    boolean write(Recordings writer) {
        lock.lock();
        try {
            waitsForWriter = false;
        } finally {
            lock.unlock();
        }
        try {
            while (true) {
                Work work = next();
                if (work.silence() > 0) {
                    open(writer).writeSilence(work.silence());
                }
                if (work.chunk() != null) {
                    open(writer).write(work.chunk());
                    continue;
                }
                if (file != null) {
                    if (work.isLast()) {
                        file.finish();
                    } else {
                        file.writeSizes();
                    }
                }
                return work.isLast();
            }
        } catch (java.io.IOException | RuntimeException e) {
            giveUp();
            writer.tellFailure(this, e);
            return true;
        }
    }

    private RecordingFile open(Recordings writer) throws java.io.IOException {
        RecordingFile open = file;
        if (open == null) {
            open = RecordingFile.create(writer.folder(), stem, headerRateHz);
            file = open;
        }
        return open;
    }

    private Work next() {
        lock.lock();
        try {
            RecordedChunk chunk = queue.pollFirst();
            long silence = 0;
            if (lostSamples > 0 && (chunk != null || ended)) {
                silence = Math.round(lostSamples);
                lostSamples = 0;
            }
            return new Work(silence, chunk, ended && chunk == null);
        } finally {
            lock.unlock();
        }
    }

    private void giveUp() {
        lock.lock();
        try {
            givenUp = true;
            queue.clear();
        } finally {
            lock.unlock();
        }
        if (file != null) {
            file.abandon();
        }
    }
}
