package io.heliograph.server.stream;

/**
 * Whether a stream's audio comes as it is spoken: objectives may count only such streams. Judged at the arrival of each chunk, so
 * that a slow answer does not make a hurried upload look spoken. Confined to the stream's thread.
 */
final class Pace {
    /** Audio may run ahead of the clock by a tenth and two seconds (contract §17.1). */
    private static final double FACTOR = 1.1;

    private static final double ALLOWANCE_SEC = 2;

    private final boolean isBatchUpload;
    private boolean hasBegun;
    private long startNanos;
    private boolean keepsUp = true;

    Pace(boolean isBatchUpload) {
        this.isBatchUpload = isBatchUpload;
    }

    /**
     * Audio came.
     *
     * @param audioSeconds all audio so far
     * @param arrivalNanos when its chunk arrived; the first begins the clock
     */
    void heard(double audioSeconds, long arrivalNanos) {
        if (!hasBegun) {
            hasBegun = true;
            startNanos = arrivalNanos;
        }
        keepsUp = audioSeconds <= FACTOR * (arrivalNanos - startNanos) / 1e9 + ALLOWANCE_SEC;
    }

    /** Whether the stream is one that objectives count, as of its latest chunk. */
    boolean isPaced() {
        return !isBatchUpload && keepsUp;
    }
}
