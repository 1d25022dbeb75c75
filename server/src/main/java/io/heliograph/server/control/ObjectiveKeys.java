package io.heliograph.server.control;

import io.heliograph.server.limits.Sli;
import java.util.Arrays;
import java.util.Locale;

/** The names of objectives. Stateless. */
final class ObjectiveKeys {
    private static final String PREFIX = "objectives.";

    private ObjectiveKeys() {}

    /** Whether the key with that full name is part of an objective. */
    static boolean isOne(String fullName) {
        return fullName.startsWith(PREFIX);
    }

    /**
     * The indicator of an objective.
     *
     * @param key as in {@link ObjectiveView#key()}
     * @throws ControlException of kind UNKNOWN, if there is none
     */
    static Sli sli(String key) {
        return Arrays.stream(Sli.values())
                .filter(each -> each.label().equals(key.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        new ControlException(ControlException.Kind.UNKNOWN, "there is no objective " + Quoted.of(key)));
    }
}
