package io.heliograph.server.config;

import static java.util.Objects.requireNonNull;

import io.heliograph.server.limits.KeySpec;

/**
 * A text that is never printed. Immutable.
 *
 * @param reveal the text itself; empty if none is set
 */
public record Secret(String reveal) {
    /** No secret. */
    public static final Secret NONE = new Secret("");

    public Secret {
        requireNonNull(reveal, "reveal");
    }

    /** Whether there is a text. */
    public boolean isSet() {
        return !reveal.isEmpty();
    }

    /** A mask, empty if no text is set. */
    @Override
    public String toString() {
        return isSet() ? KeySpec.MASK : "";
    }
}
