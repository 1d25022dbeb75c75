package io.heliograph.server.accounts;

import java.util.Locale;

/** What an account is for, as it is stored. Immutable. */
public enum AccountRole {
    VIEWER,
    OPERATOR,
    ADMIN;

    /** The role as it is stored and printed. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The role of a label.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static AccountRole labelled(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
