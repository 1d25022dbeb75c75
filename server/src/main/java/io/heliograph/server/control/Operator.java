package io.heliograph.server.control;

import static java.util.Objects.requireNonNull;

/**
 * Who is asking. Immutable.
 *
 * @param name as it stands beside a change, not blank
 * @param role what they may do
 * @param origin from where they act, as in {@code console 127.0.0.1}, {@code http 127.0.0.1}, {@code cli} or {@code server}; not
 *     blank
 * @param credential which sign-in this is, for {@link UsersControl#isValid}; 0 = none, as for a command or the server itself
 * @param mustChangePassword whether they may do nothing before they have changed their password
 */
public record Operator(String name, Role role, String origin, long credential, boolean mustChangePassword) {

    public Operator {
        requireNonNull(role, "role");
        if (name.isBlank() || origin.isBlank()) {
            throw new IllegalArgumentException("an operator needs a name and an origin");
        }
    }

    /** Somebody who acts without a sign-in. */
    public Operator(String name, Role role, String origin) {
        this(name, role, origin, 0, false);
    }

    /** Whether this comes from a sign-in, which may count no more. */
    boolean isSignedIn() {
        return credential > 0;
    }

    /**
     * Refuses whoever may not do it.
     *
     * @param action what is to be done, as in {@code change limits}
     * @throws ControlException of kind FORBIDDEN
     */
    void require(Role needed, String action) {
        if (mustChangePassword) {
            throw new ControlException(
                    ControlException.Kind.FORBIDDEN,
                    "to " + action + ", " + name + " has to change the one-time password first");
        }
        if (!role.includes(needed)) {
            throw new ControlException(
                    ControlException.Kind.FORBIDDEN,
                    "to " + action + " takes the role " + needed.label() + ", but " + name + " is " + role.label());
        }
    }
}
