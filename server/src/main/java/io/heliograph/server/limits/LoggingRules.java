package io.heliograph.server.limits;

import static io.heliograph.server.limits.LimitKey.ENGINE_LOG_LEVEL;
import static io.heliograph.server.limits.LimitKey.LOG_LEVEL;
import static io.heliograph.server.limits.LimitKey.LOG_METRICS;
import static io.heliograph.server.limits.LimitKey.LOG_TRANSCRIPTS;
import static io.heliograph.server.limits.LimitKey.TRANSCRIPT_RETENTION_DAYS;

import org.jspecify.annotations.Nullable;

/**
 * What is logged. Immutable.
 *
 * @param level least level of log lines: TRACE, DEBUG, INFO, WARN or ERROR
 * @param engineLevel least level of the engine's lines; null = WARN
 * @param logTranscripts whether recognised text is written to the transcript file
 * @param transcriptRetentionDays age at which transcripts are deleted, days; ≤ 0 = never
 * @param logMetrics whether each decode has one more line
 */
public record LoggingRules(
        String level,
        @Nullable String engineLevel,
        boolean logTranscripts,
        int transcriptRetentionDays,
        boolean logMetrics) {

    public LoggingRules {
        LOG_LEVEL.require(level);
        ENGINE_LOG_LEVEL.require(engineLevel);
        LOG_TRANSCRIPTS.require(logTranscripts);
        TRANSCRIPT_RETENTION_DAYS.require(transcriptRetentionDays);
        LOG_METRICS.require(logMetrics);
    }

    static LoggingRules from(LimitValues values) {
        return new LoggingRules(
                values.text(LOG_LEVEL),
                values.textOrNull(ENGINE_LOG_LEVEL),
                values.flag(LOG_TRANSCRIPTS),
                values.integer(TRANSCRIPT_RETENTION_DAYS),
                values.flag(LOG_METRICS));
    }

    void into(LimitValues values) {
        values.put(LOG_LEVEL, level);
        values.put(ENGINE_LOG_LEVEL, engineLevel);
        values.put(LOG_TRANSCRIPTS, logTranscripts);
        values.put(TRANSCRIPT_RETENTION_DAYS, transcriptRetentionDays);
        values.put(LOG_METRICS, logMetrics);
    }

    /** Least level of log lines. */
    public System.Logger.Level leastLevel() {
        return levelOf(level);
    }

    /** Least level of the engine's lines. */
    public System.Logger.Level leastEngineLevel() {
        return engineLevel == null ? System.Logger.Level.WARNING : levelOf(engineLevel);
    }

    private static System.Logger.Level levelOf(String name) {
        return name.equals("WARN") ? System.Logger.Level.WARNING : System.Logger.Level.valueOf(name);
    }
}
