package io.heliograph.server.limits;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** New limits were refused; the message is one line and names every bad key with its value and what is allowed. */
public final class LimitsInvalidException extends IllegalArgumentException {
    private final transient Map<String, String> problems;

    /** @param problems what is wrong, one line by full key name */
    public LimitsInvalidException(Map<String, String> problems) {
        super(String.join("; ", problems.values()));
        this.problems = Collections.unmodifiableMap(new LinkedHashMap<>(problems));
    }

    /** What is wrong, by full key name. */
    public Map<String, String> problems() {
        return problems;
    }
}
