package io.heliograph.server.decode;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The decodes of one stream, at most one of them running, and the hypothesis that may serve as draft for the next. The queue
 * belongs to the scheduler's lock; the draft is written and read by workers, one at a time.
 */
public final class DecodeLane {
    final Deque<DecodeJob> queue = new ArrayDeque<>();

    @Nullable
    DecodeJob running;

    /** When its last job ended; long ago if none has. */
    long servedNanos = Long.MIN_VALUE;

    private final BooleanSupplier isCallerGone;
    private volatile long draftStart = Long.MIN_VALUE;
    private volatile @Nullable Hypothesis lastHypothesis;

    /** The lane of a caller that stays. */
    public DecodeLane() {
        this(() -> false);
    }

    /** @param isCallerGone whether nobody waits for its results any more; asked with the scheduler's lock held */
    public DecodeLane(BooleanSupplier isCallerGone) {
        this.isCallerGone = isCallerGone;
    }

    boolean isCallerGone() {
        return isCallerGone.getAsBoolean();
    }

    /** The last hypothesis of audio that began at the same sample, if any. */
    @Nullable
    Hypothesis draft(long startSample) {
        return draftStart == startSample ? lastHypothesis : null;
    }

    void remember(long startSample, Hypothesis hypothesis) {
        lastHypothesis = hypothesis;
        draftStart = startSample;
    }
}
