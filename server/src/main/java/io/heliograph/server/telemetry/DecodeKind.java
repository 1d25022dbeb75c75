package io.heliograph.server.telemetry;

import java.util.Locale;

/** Whether a decode leaves its audio in the buffer. */
public enum DecodeKind {
    /** Decodes a copy; the audio stays and will be decoded again. */
    PARTIAL,
    /** Decodes audio that leaves the buffer; its text never changes. */
    SETTLED;

    /** The label value of the metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
