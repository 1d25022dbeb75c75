package io.heliograph.server.telemetry;

/** What an endpoint does to a stream. */
public enum VadMode {
    /** The stream goes on with the next utterance. */
    CONTINUE,
    /** The first endpoint ends the stream. */
    AUTO_END
}
