package io.heliograph.server.telemetry;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Level;

/**
 * One record on its way to the log, complete but for its layout. Immutable.
 *
 * @param time when it was logged
 * @param level how grave it is
 * @param logger who logged
 * @param site where
 * @param sessionId about which session, empty for none
 * @param message what happened, formatted
 */
record LogLine(Instant time, Level level, String logger, LogSite site, String sessionId, String message) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    /** Whether a full queue should keep it rather than others. */
    boolean isUrgent() {
        return level.intValue() >= Level.WARNING.intValue();
    }

    /** Appends the line of contract §16.3 with its line feed. */
    void appendTo(StringBuilder out) {
        TIME.formatTo(time, out);
        out.append(" [").append(LogLevel.of(level)).append("] ");
        out.append(LogText.withoutControls(logger));
        out.append(" [").append(site.file()).append(':').append(site.line()).append("] [session_id=");
        out.append(sessionId.isEmpty() ? "-" : LogText.id(sessionId));
        out.append("]: ").append(LogText.withoutControls(message)).append('\n');
    }
}
