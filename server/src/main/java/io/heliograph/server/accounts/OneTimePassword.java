package io.heliograph.server.accounts;

import java.security.SecureRandom;

/** Makes passwords that are read once and typed once. Thread-safe. */
public final class OneTimePassword {
    /** 32 characters that look unlike each other: five bits each. */
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

    private static final int GROUPS = 6;
    private static final int GROUP_LENGTH = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    private OneTimePassword() {}

    /** Six groups of four characters, 120 random bits. */
    public static char[] next() {
        char[] password = new char[GROUPS * (GROUP_LENGTH + 1) - 1];
        for (int i = 0; i < password.length; i++) {
            password[i] =
                    i % (GROUP_LENGTH + 1) == GROUP_LENGTH ? '-' : ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length()));
        }
        return password;
    }
}
