package io.heliograph.server.slo;

import java.time.Instant;

/**
 * What was counted over a time that ends now. Immutable.
 *
 * @param name its length in short, {@code 1h}
 * @param seconds its length
 * @param from where it really begins: on a minute, and more than two days back on an hour
 * @param validSince from when on it tells the whole truth, as far as the engine knows
 * @param validSinceCause why not before: {@code window} (it does from its begin), {@code start}, {@code killed},
 *     {@code clock_ahead}, {@code clock_back}, or {@code objective_changed}: earlier events were judged by another rule
 * @param valid events counted
 * @param good those that were good
 * @param shed callers turned away, not counted as valid
 */
public record WindowCounts(
        String name,
        long seconds,
        Instant from,
        Instant validSince,
        String validSinceCause,
        long valid,
        long good,
        long shed) {

    /** Events that were not good. */
    public long bad() {
        return valid - good;
    }

    /** Share of good among valid events; NaN without any. */
    public double attainment() {
        return valid == 0 ? Double.NaN : (double) good / valid;
    }

    /** Share of callers turned away among all that were turned away or counted; 0 without any. */
    public double shedRatio() {
        return shed == 0 ? 0 : (double) shed / (shed + valid);
    }

    /** How many times faster than allowed the budget is used up; 0 without events. */
    public double burnRate(double budget) {
        return valid == 0 ? 0 : bad() / (valid * budget);
    }

    /** The share of the budget that is left, below 0 if it is overdrawn; 1 without events. */
    public double budgetRemaining(double budget) {
        return valid == 0 ? 1 : 1 - bad() / (valid * budget);
    }
}
