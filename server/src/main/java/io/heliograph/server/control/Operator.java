package io.heliograph.server.control;

import static java.util.Objects.requireNonNull;

/**
 * Who is asking. Immutable.
 *
 * @param name as it stands beside a change, not blank
 * @param role what they may do
 */
public record Operator(String name, Role role) {

    public Operator {
        requireNonNull(role, "role");
        if (name.isBlank()) {
            throw new IllegalArgumentException("an operator needs a name");
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
