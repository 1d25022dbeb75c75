package io.heliograph.server.stream;

import io.heliograph.server.audio.PcmIntake;

/** Whether a stream's audio comes as it is spoken: objectives count only such streams. Confined to the stream's thread. */
final class Pace {
    /** Audio may run ahead of the clock by a tenth and two seconds (contract §17.1). */
    private static final double FACTOR = 1.1;

    private static final double ALLOWANCE_SEC = 2;

    private final boolean isBatchUpload;
    private final PcmIntake intake;
    private final long startNanos;

    Pace(boolean isBatchUpload, PcmIntake intake, long startNanos) {
        this.isBatchUpload = isBatchUpload;
        this.intake = intake;
        this.startNanos = startNanos;
    }

    boolean isPaced(long nowNanos) {
        return !isBatchUpload && intake.seconds() <= FACTOR * (nowNanos - startNanos) / 1e9 + ALLOWANCE_SEC;
    }
}
