package io.heliograph.server.config;

import org.jspecify.annotations.Nullable;

/** The configuration cannot be used: one line that says where (file and line, flag or variable), which key, and why. */
public final class ConfigException extends RuntimeException {
    private static final int MAX_MESSAGE_LENGTH = 500;

    ConfigException(String origin, String problem) {
        this(origin, problem, null);
    }

    ConfigException(String origin, String problem, @Nullable Throwable cause) {
        super(oneLine(origin + ": " + problem), cause);
    }

    /** Text of files in one line that a log can hold. */
    static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= MAX_MESSAGE_LENGTH ? line : line.substring(0, MAX_MESSAGE_LENGTH) + "…";
    }
}
