package io.heliograph.server.telemetry;

import java.util.List;

/**
 * One histogram name and its readings at one moment. Immutable.
 *
 * @param name the name without {@code _bucket}, {@code _sum}, {@code _count}
 * @param help the HELP line
 * @param bounds upper bounds in seconds, inclusive, ascending, without infinity
 * @param readings one per label set, in the order printed
 */
public record HistogramFamily(String name, String help, List<Double> bounds, List<Reading> readings) {

    public HistogramFamily {
        bounds = List.copyOf(bounds);
        readings = List.copyOf(readings);
    }

    /**
     * One series.
     *
     * @param labels as printed inside the braces, {@code kind="partial"}, or empty
     * @param cumulative observations at or below each bound
     * @param count all observations
     * @param sum their sum, seconds
     */
    public record Reading(String labels, List<Long> cumulative, long count, double sum) {
        public Reading {
            cumulative = List.copyOf(cumulative);
        }
    }
}
