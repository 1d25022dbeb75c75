package io.heliograph.server.capture;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import io.heliograph.server.limits.CaptureLimits;
import io.heliograph.server.telemetry.LogContext;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Records streams as WAVE files (contract §16.1) on one thread of its own, so that a slow disk slows no stream, and keeps the
 * folder within its limits. Thread-safe.
 */
public final class Recordings implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(Recordings.class.getName());

    /**
     * Recordings that are not on the disk yet. A disk that hangs must not collect the audio of every stream that comes and goes;
     * chosen far above the streams of one machine.
     */
    private static final int MAX_UNFINISHED = 1_024;

    private static final long CLOSE_SECONDS = 5;

    private final Path folder;
    private final Supplier<CaptureLimits> limits;
    private final InstantSource clock;
    private final ZoneId zone;
    private final Set<Recording> unfinished = ConcurrentHashMap.newKeySet();

    /** At most each unfinished recording once. */
    private final BlockingQueue<Recording> ready = new LinkedBlockingQueue<>();

    private final LongAdder lostChunks = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch started = new CountDownLatch(1);
    private final Thread writer;

    /**
     * Starts the writer, which first repairs what a former process left.
     *
     * @param folder made when the first recording needs it
     * @param limits in force now
     */
    public Recordings(Path folder, Supplier<CaptureLimits> limits, InstantSource clock, ZoneId zone) {
        this.folder = folder;
        this.limits = limits;
        this.clock = clock;
        this.zone = zone;
        this.writer = Thread.ofPlatform().name("capture-writer").daemon().start(this::run);
    }

    /** Begins a recording; nothing is on the disk before its first chunk. */
    public Recording begin(String sessionId) {
        Recording recording = Recording.of(this, sessionId, RecordingNames.stem(sessionId, clock.instant(), zone));
        if (closing.get() || unfinished.size() >= MAX_UNFINISHED) {
            tellFailure(recording, new IllegalStateException(unfinished.size() + " recordings wait for the disk"));
            return Recording.none();
        }
        unfinished.add(recording);
        return recording;
    }

    /** Chunks that became silence, because the disk was too slow. */
    public long lostChunks() {
        return lostChunks.sum();
    }

    /** Recordings given up. */
    public long failures() {
        return failures.sum();
    }

    /** Recordings that are not complete yet. */
    public int unfinishedCount() {
        return unfinished.size();
    }

    /** Completes what has ended, for at most five seconds; what is left is repaired at the next start. */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        unfinished.forEach(Recording::end);
        ready.add(Recording.none()); // or else nobody tells the writer
        try {
            writer.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (writer.isAlive()) {
            LOGGER.log(WARNING, unfinished.size() + " recordings are not complete after " + CLOSE_SECONDS + " s");
        }
    }

    /** Waits until leftovers have been seen to; false if that takes longer. */
    boolean awaitStarted(long seconds) throws InterruptedException {
        return started.await(seconds, TimeUnit.SECONDS);
    }

    Path folder() {
        return folder;
    }

    int queueChunks() {
        return limits.get().queueChunks();
    }

    void ready(Recording recording) {
        ready.add(recording);
    }

    void chunkLost() {
        lostChunks.increment();
    }

    void tellLoss(String sessionId) {
        LOGGER.log(
                WARNING,
                "the disk is too slow for a recording: audio in it becomes silence",
                LogContext.ofSession(sessionId));
    }

    void tellFailure(Recording recording, Exception failure) {
        failures.increment();
        LOGGER.log(ERROR, "a recording is given up: " + failure, LogContext.ofSession(recording.sessionId()));
    }

    private void run() {
        RecordingFolder kept = new RecordingFolder(folder, clock);
        kept.repairLeftovers();
        kept.retain(limits.get());
        started.countDown();
        try {
            while (!closing.get() || !unfinished.isEmpty()) {
                Recording recording = ready.take();
                if (unfinished.contains(recording) && recording.write(this)) {
                    unfinished.remove(recording);
                    kept.retain(limits.get());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
