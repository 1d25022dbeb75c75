package io.heliograph.server.control;

import static java.util.Objects.requireNonNull;

/**
 * Who is asking. Immutable.
 *
 * @param name as it stands beside a change, not blank
 * @param role what they may do
 * @param origin from where they act, as in {@code console 127.0.0.1}, {@code http 127.0.0.1}, {@code cli} or {@code server}; not
 *     blank
 */
public record Operator(String name, Role role, String origin) {

    public Operator {
        requireNonNull(role, "role");
        if (name.isBlank() || origin.isBlank()) {
            throw new IllegalArgumentException("an operator needs a name and an origin");
        }
    }

    /**
     * Refuses whoever may not do it.
     *
     * @param action what is to be done, as in {@code change limits}
     * @throws ControlException of kind FORBIDDEN
     */
    void require(Role needed, String action) {
        if (!role.includes(needed)) {
            throw new ControlException(
                    ControlException.Kind.FORBIDDEN,
                    "to " + action + " takes the role " + needed.label() + ", but " + name + " is " + role.label());
        }
    }
}
