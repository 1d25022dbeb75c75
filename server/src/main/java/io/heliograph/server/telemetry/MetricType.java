package io.heliograph.server.telemetry;

import java.util.Locale;

/** What a series without buckets may do. */
public enum MetricType {
    /** Only grows. */
    COUNTER,
    /** Goes up and down. */
    GAUGE;

    /** The word of the TYPE line. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
