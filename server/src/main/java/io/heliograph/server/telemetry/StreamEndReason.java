package io.heliograph.server.telemetry;

import java.util.Locale;

/** Why a stream ended; the lower-case name is the label and the log value. */
public enum StreamEndReason {
    CLIENT_SENT_FINAL_CHUNK,
    AUTO_VAD_FINALIZED,
    STREAM_END,
    CLIENT_DISCONNECT,
    TIMEOUT,
    DECODE_BACKPRESSURE,
    DECODE_TIMEOUT,
    DECODE_FAILED,
    INVALID_TOKEN,
    SESSION_UNKNOWN,
    SESSION_BUSY,
    VAD_POOL_EXHAUSTED,
    CHUNK_REJECTED,
    RATE_LIMITED,
    AUDIO_LIMIT,
    SERVER_SHUTDOWN,
    INTERNAL;

    /** The value in logs and metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
