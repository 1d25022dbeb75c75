package io.heliograph.server.telemetry;

import java.util.Set;

/**
 * A place in the source, as log lines name it. Immutable.
 *
 * @param file name of the source file
 * @param line line, from 1; 0 if unknown
 */
record LogSite(String file, int line) {
    private static final StackWalker WALKER = StackWalker.getInstance();
    private static final LogSite UNKNOWN = new LogSite("?", 0);
    /** Classes between a line that logs and our handler. */
    private static final Set<String> PLUMBING = Set.of(
            "java.util.logging.", "sun.util.logging.", "jdk.internal.logger.", "java.lang.System$", "org.slf4j.");

    /** The line that calls this method; meant for constants, since it walks the stack. */
    static LogSite here() {
        return WALKER.walk(frames -> frames.skip(1).findFirst().map(LogSite::of).orElse(UNKNOWN));
    }

    /** The line that logs, seen from our handler. */
    static LogSite ofCaller() {
        return WALKER.walk(frames -> frames.filter(frame -> !isPlumbing(frame.getClassName()))
                .findFirst()
                .map(LogSite::of)
                .orElse(UNKNOWN));
    }

    private static LogSite of(StackWalker.StackFrame frame) {
        String file = frame.getFileName();
        return new LogSite(file == null ? UNKNOWN.file : file, Math.max(0, frame.getLineNumber()));
    }

    private static boolean isPlumbing(String className) {
        if (className.equals(LogSite.class.getName()) || className.equals(LogHandler.class.getName())) {
            return true;
        }
        for (String prefix : PLUMBING) {
            if (className.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
