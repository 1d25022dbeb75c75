package io.heliograph.server.telemetry;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.MissingResourceException;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns java.util.logging records into lines for the writer. The place in the source comes with the record if the caller gave
 * it ({@link LogContext}), else from a short walk up the stack: about two microseconds, only for records that are shown, and
 * those are rare where nobody gives the place. Thread-safe.
 */
final class LogHandler extends Handler {
    /** Causes printed of a failure, so that a cycle or a long chain stays one readable line. */
    private static final int MAX_CAUSES = 4;
    /** Frames printed of each. */
    private static final int MAX_FRAMES = 8;

    private final LogWriter writer;

    LogHandler(LogWriter writer) {
        this.writer = writer;
    }

    @Override
    public void publish(LogRecord record) {
        if (!isLoggable(record)) {
            return;
        }
        @Nullable Object[] parameters = record.getParameters();
        LogContext context = null;
        if (parameters != null
                && parameters.length > 0
                && parameters[parameters.length - 1] instanceof LogContext given) {
            context = given;
            parameters = Arrays.copyOf(parameters, parameters.length - 1);
        }
        LogSite site = context == null ? null : context.site();
        String logger = record.getLoggerName();
        writer.offer(new LogLine(
                record.getInstant(),
                record.getLevel(),
                logger == null ? "" : logger,
                site == null ? LogSite.ofCaller() : site,
                context == null ? "" : context.sessionId(),
                message(record, parameters) + failure(record.getThrown())));
    }

    /** The writer flushes whenever its queue is empty. */
    @Override
    public void flush() {}

    /** Called by the log manager when the process exits without closing its log. */
    @Override
    public void close() {
        writer.close();
    }

    private static String message(LogRecord record, @Nullable Object @Nullable [] parameters) {
        String pattern = record.getMessage();
        if (pattern == null) {
            return "";
        }
        if (record.getResourceBundle() != null) {
            try {
                pattern = record.getResourceBundle().getString(pattern);
            } catch (MissingResourceException e) {
                // The message is its own text.
            }
        }
        if (parameters == null || parameters.length == 0) {
            return pattern;
        }
        try {
            return MessageFormat.format(pattern, parameters);
        } catch (IllegalArgumentException e) {
            return pattern;
        }
    }

    /** The failure in one line: each cause with its first frames. */
    private static String failure(@Nullable Throwable thrown) {
        if (thrown == null) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        Throwable cause = thrown;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            text.append(i == 0 ? ": " : "; caused by ").append(cause);
            StackTraceElement[] frames = cause.getStackTrace();
            for (int frame = 0; frame < Math.min(MAX_FRAMES, frames.length); frame++) {
                text.append(" at ").append(frames[frame]);
            }
            cause = cause.getCause();
        }
        return text.toString();
    }
}
