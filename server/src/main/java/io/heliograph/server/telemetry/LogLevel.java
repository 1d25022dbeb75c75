package io.heliograph.server.telemetry;

import java.util.logging.Level;

/** The levels of the log, as they are configured and printed. */
public enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR;

    /** The level of java.util.logging that {@link System.Logger} uses for it. */
    Level javaLevel() {
        return switch (this) {
            case TRACE -> Level.FINER;
            case DEBUG -> Level.FINE;
            case INFO -> Level.INFO;
            case WARN -> Level.WARNING;
            case ERROR -> Level.SEVERE;
        };
    }

    /** The name under which a record of any java.util.logging level is printed. */
    static LogLevel of(Level level) {
        LogLevel name = TRACE;
        for (LogLevel candidate : values()) {
            if (level.intValue() >= candidate.javaLevel().intValue()) {
                name = candidate;
            }
        }
        return name;
    }
}
