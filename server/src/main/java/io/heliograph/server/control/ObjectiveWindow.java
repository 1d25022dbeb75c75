package io.heliograph.server.control;

import java.time.Instant;

/**
 * One objective over one time. Immutable.
 *
 * @param name its length in short, {@code 1h}
 * @param seconds its length
 * @param from where it really begins
 * @param validSince from when on the counts tell the whole truth
 * @param validSinceCause why not before: {@code window} (they do from the begin), {@code start}, {@code killed},
 *     {@code clock_ahead}, {@code clock_back} or {@code objective_changed}
 * @param valid events counted
 * @param good those that were good
 * @param shed callers turned away, not counted as valid
 * @param attainment good among valid events; NaN without any
 * @param verdict whether it holds
 * @param timedEvents events whose duration is known; without any, the percentiles are 0
 * @param p50Sec seconds
 * @param p90Sec seconds
 * @param p99Sec seconds
 * @param maxSec seconds
 */
public record ObjectiveWindow(
        String name,
        long seconds,
        Instant from,
        Instant validSince,
        String validSinceCause,
        long valid,
        long good,
        long shed,
        double attainment,
        ObjectiveVerdict verdict,
        long timedEvents,
        double p50Sec,
        double p90Sec,
        double p99Sec,
        double maxSec) {

    /** Events that were not good. */
    public long bad() {
        return valid - good;
    }
}
