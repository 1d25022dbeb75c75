package io.heliograph.server.telemetry;

import java.util.List;

/** The upper bounds of contract §12.3, seconds. */
final class HistogramBounds {
    static final List<Double> DECODE_LATENCY = List.of(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 5.0, 10.0);
    static final List<Double> WAIT = List.of(0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0);
    static final List<Double> RESPONSE_EMIT = List.of(0.0005, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0);

    /** Every objective of §17.1 is one of these, so that the share within it is exact. */
    static final List<Double> OBJECTIVE = List.of(
            0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.5, 5.0, 7.5, 10.0, 15.0, 30.0,
            60.0);

    /** Ours: a final decoded ahead leaves within a millisecond of its trigger, one decoded afterwards within a decode. */
    static final List<Double> AFTER_TRIGGER =
            List.of(0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5);

    private HistogramBounds() {}
}
