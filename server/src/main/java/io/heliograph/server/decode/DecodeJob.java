package io.heliograph.server.decode;

import io.heliograph.server.audio.AudioView;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One decode on its way through the scheduler. Thread-safe: the state belongs to the scheduler's lock, the result is written by
 * one worker before the job is reported.
 */
public final class DecodeJob {

    /** Where a job stands. */
    public enum State {
        QUEUED,
        RUNNING,
        DONE,
        FAILED,
        WITHDRAWN
    }

    private final DecodeLane lane;
    private final DecodePriority priority;
    private final AudioView audio;
    private final DecodeOptions options;
    private final long deadlineNanos;
    private final long scheduledNanos;
    private final Consumer<DecodeJob> listener;

    /**
     * How long before its deadline a decode ahead becomes urgent, nanoseconds: a settled decode of some seconds on a busy core, and
     * its wait for a worker. Chosen; with 0.5 s of silence it is half of the time there is.
     */
    private static final long LEAD_NANOS = 150_000_000;

    private volatile State state = State.QUEUED;
    private volatile boolean adopted;
    private volatile boolean abandoned;
    private volatile long startedNanos;
    private volatile long finishedNanos;
    private volatile @Nullable Hypothesis hypothesis;
    private volatile String failure = "";

    /**
     * A job for {@link DecodeScheduler#submit}.
     *
     * @param lane the stream's lane
     * @param priority its class; the lane's last hypothesis of the same utterance serves as draft, unless it settles
     * @param audio what to decode
     * @param options what the session asks for
     * @param deadlineNanos earlier deadlines go first inside a class
     * @param scheduledNanos now
     * @param listener told once, on a worker's thread, when the job is done or failed; never blocks
     */
    public DecodeJob(
            DecodeLane lane,
            DecodePriority priority,
            AudioView audio,
            DecodeOptions options,
            long deadlineNanos,
            long scheduledNanos,
            Consumer<DecodeJob> listener) {
        this.lane = lane;
        this.priority = priority;
        this.audio = audio;
        this.options = options;
        this.deadlineNanos = deadlineNanos;
        this.scheduledNanos = scheduledNanos;
        this.listener = listener;
    }

    public DecodePriority priority() {
        return priority;
    }

    /**
     * Its class among those that wait at this moment: what nears or has passed its deadline goes with what settles; a refresh only with
     * decodes ahead that have time, so that it makes no final late.
     */
    DecodePriority urgency(long nowNanos) {
        long leftNanos = deadlineNanos - nowNanos;
        return switch (priority) {
            case SETTLED -> DecodePriority.SETTLED;
            case AHEAD -> adopted || leftNanos <= LEAD_NANOS ? DecodePriority.SETTLED : DecodePriority.AHEAD;
            case FIRST_PARTIAL -> leftNanos <= 0 ? DecodePriority.SETTLED : DecodePriority.FIRST_PARTIAL;
            case REFRESH -> leftNanos <= 0 ? DecodePriority.AHEAD : DecodePriority.REFRESH;
        };
    }

    /** Somebody waits for what runs ahead: from now on it settles. */
    public void adopt() {
        adopted = true;
    }

    public AudioView audio() {
        return audio;
    }

    public State state() {
        return state;
    }

    /** When it was scheduled, monotonic nanoseconds. */
    public long scheduledNanos() {
        return scheduledNanos;
    }

    /** Scheduled until a worker started, nanoseconds. */
    public long queueWaitNanos() {
        return startedNanos - scheduledNanos;
    }

    /** A worker's start until its end, nanoseconds. */
    public long inferenceNanos() {
        return finishedNanos - startedNanos;
    }

    /** When the worker ended, monotonic nanoseconds. */
    public long finishedNanos() {
        return finishedNanos;
    }

    /** The result of a job that is {@link State#DONE}. */
    public Hypothesis hypothesis() {
        Hypothesis result = hypothesis;
        if (result == null) {
            throw new IllegalStateException("the job is " + state);
        }
        return result;
    }

    /** What the engine said of a job that is {@link State#FAILED}. */
    public String failure() {
        return failure;
    }

    /** Asks a running decode to stop; its result will not be used. */
    void abandon() {
        abandoned = true;
    }

    boolean isAbandoned() {
        return abandoned || lane.isCallerGone();
    }

    DecodeLane lane() {
        return lane;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    void state(State next) {
        state = next;
    }

    void started(long nanos) {
        startedNanos = nanos;
    }

    /** Decodes on the calling worker's thread. */
    void decode(SpeechModel model, Recognizer recognizer) {
        DecodePurpose purpose = priority.purpose();
        Hypothesis draft = purpose == DecodePurpose.PARTIAL ? lane.draft(model, audio.startSample()) : null;
        Hypothesis result = recognizer.decode(audio, options, purpose, draft, this::isAbandoned);
        if (!abandoned) {
            lane.remember(model, audio.startSample(), result);
        }
        hypothesis = result;
    }

    void finished(State next, long nanos, String failureText) {
        finishedNanos = nanos;
        failure = failureText;
        state = next;
    }

    void report() {
        listener.accept(this);
    }
}
