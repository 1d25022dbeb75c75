package io.heliograph.server.telemetry;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the log goes. Immutable.
 *
 * @param level least level of the server's own records; the libraries' are shown from WARN, or from this level if it is higher
 * @param file a second copy is appended here, null for none
 * @param queueRecords most records that wait to be written, at least 4; the last quarter is kept for WARN and ERROR
 */
public record LogConfig(LogLevel level, @Nullable Path file, int queueRecords) {
    /** About a second of the busiest log measured, two megabytes at most of ordinary lines. */
    private static final int DEFAULT_QUEUE_RECORDS = 8_192;

    private static final int MIN_QUEUE_RECORDS = 4;

    public LogConfig {
        if (queueRecords < MIN_QUEUE_RECORDS) {
            throw new IllegalArgumentException(
                    "the log queue needs at least " + MIN_QUEUE_RECORDS + " records, not " + queueRecords);
        }
    }

    /** Standard error only, or a file as well. */
    public static LogConfig of(LogLevel level, @Nullable Path file) {
        return new LogConfig(level, file, DEFAULT_QUEUE_RECORDS);
    }
}
