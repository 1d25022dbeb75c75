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

    /** Where its jobs wait; null before the first. */
    @Nullable
    DecodePool pool;

    /** When its last job ended; long ago if none has. */
    long servedNanos = Long.MIN_VALUE;

    private final String modelId;
    private final BooleanSupplier isCallerGone;
    private volatile @Nullable Draft draft;

    /**
     * What may serve as draft.
     *
     * @param model that made it: its tokens mean nothing to another
     * @param startSample where its audio began
     */
    private record Draft(SpeechModel model, long startSample, Hypothesis hypothesis) {}

    /** The lane of a caller that stays and takes whatever model there is. */
    public DecodeLane() {
        this("", () -> false);
    }

    /**
     * The lane of a stream.
     *
     * @param modelId the model that is wanted; another serves while there is none of that id
     * @param isCallerGone whether nobody waits for its results any more; asked with the scheduler's lock held
     */
    public DecodeLane(String modelId, BooleanSupplier isCallerGone) {
        this.modelId = modelId;
        this.isCallerGone = isCallerGone;
    }

    String modelId() {
        return modelId;
    }

    boolean isCallerGone() {
        return isCallerGone.getAsBoolean();
    }

    /** The last hypothesis of that model, of audio that began at the same sample, if any. */
    @Nullable
    Hypothesis draft(SpeechModel model, long startSample) {
        Draft last = draft;
        return last != null && last.model.equals(model) && last.startSample == startSample ? last.hypothesis : null;
    }

    void remember(SpeechModel model, long startSample, Hypothesis hypothesis) {
        draft = new Draft(model, startSample, hypothesis);
    }
}
