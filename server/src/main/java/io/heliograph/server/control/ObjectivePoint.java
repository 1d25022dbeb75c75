package io.heliograph.server.control;

import java.time.Instant;

/**
 * A part of the course of an objective. Immutable.
 *
 * @param from its begin
 * @param valid events counted in it
 * @param good those that were good
 * @param attainment good among valid events; NaN without any
 * @param burnRate how many times faster than allowed the error budget was used up; 0 without events
 * @param budgetLeft share of the budget of the whole course that is left at its end, by the events counted until now; may be
 *     below 0
 */
public record ObjectivePoint(
        Instant from, long valid, long good, double attainment, double burnRate, double budgetLeft) {}
