package io.heliograph.server.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * What a log line says beside its message. Given as the last parameter of a {@link System.Logger} call it fills the line's
 * {@code session_id}; other log set-ups than ours ignore it. Immutable.
 */
public final class LogContext {
    private final @Nullable LogSite site;
    private final String sessionId;

    private LogContext(@Nullable LogSite site, String sessionId) {
        this.site = site;
        this.sessionId = sessionId;
    }

    /** A line about a session; the id may be any text a client sent. */
    public static LogContext ofSession(String sessionId) {
        return new LogContext(null, sessionId);
    }

    /** A line whose place in the source is known, which saves the walk up the stack. */
    static LogContext at(LogSite site, String sessionId) {
        return new LogContext(site, sessionId);
    }

    @Nullable
    LogSite site() {
        return site;
    }

    String sessionId() {
        return sessionId;
    }

    @Override
    public String toString() {
        return "session_id=" + LogText.id(sessionId);
    }
}
