package io.heliograph.server.limits;

import static io.heliograph.server.limits.LimitKey.EMIT_FINAL_ON_VAD;
import static io.heliograph.server.limits.LimitKey.FIRST_PARTIAL_SEC;
import static io.heliograph.server.limits.LimitKey.PARTIAL_DECODE_INTERVAL_SEC;
import static io.heliograph.server.limits.LimitKey.PARTIAL_DECODE_WINDOW_SEC;

/**
 * When partial decodes are due and how finals of utterances are sent. Immutable.
 *
 * @param partialDecodeIntervalSec audio between partial decodes, seconds; ≤ 0 = no partials
 * @param partialDecodeWindowSec latest audio a partial decode sees, seconds; ≤ 0 = the whole utterance
 * @param firstPartialSec audio before the first partial decode, seconds; ≤ 0 = interval
 * @param emitFinalOnVad whether a final is sent at its endpoint, not at the end of input
 */
public record PartialRules(
        double partialDecodeIntervalSec,
        double partialDecodeWindowSec,
        double firstPartialSec,
        boolean emitFinalOnVad) {

    public PartialRules {
        PARTIAL_DECODE_INTERVAL_SEC.require(partialDecodeIntervalSec);
        PARTIAL_DECODE_WINDOW_SEC.require(partialDecodeWindowSec);
        FIRST_PARTIAL_SEC.require(firstPartialSec);
        EMIT_FINAL_ON_VAD.require(emitFinalOnVad);
    }

    static PartialRules from(LimitValues values) {
        return new PartialRules(
                values.number(PARTIAL_DECODE_INTERVAL_SEC),
                values.number(PARTIAL_DECODE_WINDOW_SEC),
                values.number(FIRST_PARTIAL_SEC),
                values.flag(EMIT_FINAL_ON_VAD));
    }

    void into(LimitValues values) {
        values.put(PARTIAL_DECODE_INTERVAL_SEC, partialDecodeIntervalSec);
        values.put(PARTIAL_DECODE_WINDOW_SEC, partialDecodeWindowSec);
        values.put(FIRST_PARTIAL_SEC, firstPartialSec);
        values.put(EMIT_FINAL_ON_VAD, emitFinalOnVad);
    }

    /** Whether there are partial decodes at all. */
    public boolean isOn() {
        return partialDecodeIntervalSec > 0;
    }

    /** Audio since onset at which the first partial decode is due, seconds, if the interval is this long. */
    public double firstDueSec(double intervalSec) {
        return firstPartialSec > 0 ? Math.min(firstPartialSec, intervalSec) : intervalSec;
    }
}
