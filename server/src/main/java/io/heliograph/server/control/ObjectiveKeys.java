package io.heliograph.server.control;

/** Which limits are objectives. Stateless. */
final class ObjectiveKeys {
    private static final String PREFIX = "objectives.";

    private ObjectiveKeys() {}

    /** Whether the key with that full name is part of an objective. */
    static boolean isOne(String fullName) {
        return fullName.startsWith(PREFIX);
    }
}
