package io.heliograph.server.overload;

import io.heliograph.server.telemetry.OverloadSignal;

/**
 * How little headroom is left, each as a ratio that is at least 0 and harmless near it. Immutable.
 *
 * @param memory share of the memory there is
 * @param queue lateness of settled decodes in units of its limit
 * @param cpu share of the processors; 0 if nobody looks
 */
public record Pressure(double memory, double queue, double cpu) {
    /** Nothing to do. */
    public static final Pressure NONE = new Pressure(0, 0, 0);

    /** One of the three. */
    public double of(OverloadSignal signal) {
        return switch (signal) {
            case MEMORY -> memory;
            case QUEUE -> queue;
            case CPU -> cpu;
        };
    }
}
