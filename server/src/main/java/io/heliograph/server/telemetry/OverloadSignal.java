package io.heliograph.server.telemetry;

import java.util.Locale;

/** What shows that headroom shrinks; the lower-case name is the label. */
public enum OverloadSignal {
    /** Share of the memory there is. */
    MEMORY,
    /** Lateness of settled decodes in units of its limit. */
    QUEUE,
    /** Share of the processors. */
    CPU;

    /** The value in logs and metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
