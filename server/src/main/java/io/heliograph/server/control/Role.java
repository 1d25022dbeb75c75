package io.heliograph.server.control;

/** What an operator may do; each role may do all that the ones before it may. Immutable. */
public enum Role {
    /** Sees everything, changes nothing. */
    VIEWER("viewer"),
    /** Changes limits, ends sessions, drains. */
    OPERATOR("operator"),
    /** Everything. */
    ADMIN("admin");

    private final String label;

    Role(String label) {
        this.label = label;
    }

    /** The role in words. */
    public String label() {
        return label;
    }

    /** Whether this role may do what {@code needed} may. */
    public boolean includes(Role needed) {
        return compareTo(needed) >= 0;
    }
}
