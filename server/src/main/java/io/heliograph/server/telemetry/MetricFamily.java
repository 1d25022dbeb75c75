package io.heliograph.server.telemetry;

import java.util.List;

/**
 * One metric name and its readings at one moment. Immutable.
 *
 * @param name the name, complete; nothing is appended when it is printed
 * @param type the TYPE line
 * @param help the HELP line
 * @param integral whether the values are counts, printed without a fraction in JSON
 * @param samples one per label set, in the order printed
 */
public record MetricFamily(String name, MetricType type, String help, boolean integral, List<Sample> samples) {

    public MetricFamily {
        samples = List.copyOf(samples);
    }

    /**
     * One series.
     *
     * @param labels as printed, {@code {kind="partial"}}, or empty
     * @param value the reading
     */
    public record Sample(String labels, double value) {

        /** A count; exact up to 2^53. */
        public static Sample count(String labels, long value) {
            return new Sample(labels, (double) value);
        }
    }

    /** A family of one series that counts. */
    public static MetricFamily count(String name, MetricType type, String help, long value) {
        return new MetricFamily(name, type, help, true, List.of(Sample.count("", value)));
    }

    /** A family of one series that measures. */
    public static MetricFamily decimal(String name, MetricType type, String help, double value) {
        return new MetricFamily(name, type, help, false, List.of(new Sample("", value)));
    }
}
