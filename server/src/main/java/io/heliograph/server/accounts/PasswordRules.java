package io.heliograph.server.accounts;

import java.util.Optional;

/** What a password that an operator chooses must be. Pure. */
public final class PasswordRules {
    private static final int MIN_LENGTH = 12;

    /** Long enough for any sentence, short enough that hashing it costs nothing more. */
    public static final int MAX_LENGTH = 200;

    private PasswordRules() {}

    /** What is wrong with a new password, without the password; empty if nothing. */
    public static Optional<String> problem(String name, char[] password) {
        if (password.length < MIN_LENGTH || password.length > MAX_LENGTH) {
            return Optional.of("a password has " + MIN_LENGTH + " to " + MAX_LENGTH + " characters, but this one has "
                    + password.length);
        }
        if (isName(name, password)) {
            return Optional.of("a password must not be the name");
        }
        return Optional.empty();
    }

    private static boolean isName(String name, char[] password) {
        if (name.length() != password.length) {
            return false;
        }
        for (int i = 0; i < password.length; i++) {
            if (Character.toLowerCase(password[i]) != Character.toLowerCase(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
