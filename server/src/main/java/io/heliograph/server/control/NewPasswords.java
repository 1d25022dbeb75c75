package io.heliograph.server.control;

import io.heliograph.server.accounts.PasswordHashing;
import io.heliograph.server.accounts.PasswordRules;
import java.util.Arrays;

/** Passwords on their way from whoever chose or made them to a hash. Thread-safe. */
final class NewPasswords {
    private final PasswordHashing hashing;

    NewPasswords(PasswordHashing hashing) {
        this.hashing = hashing;
    }

    /**
     * Refuses a chosen password that is not allowed.
     *
     * @throws ControlException of kind INVALID
     */
    static void requireAllowed(String name, char[] password) {
        PasswordRules.problem(name, password).ifPresent(problem -> {
            throw new ControlException(ControlException.Kind.INVALID, problem);
        });
    }

    /** A password that is shown once; what it was made from is wiped. */
    static String shown(char[] password) {
        String text = String.valueOf(password);
        Arrays.fill(password, '\0');
        return text;
    }

    /**
     * A turn to hash.
     *
     * @throws ControlException of kind UNAVAILABLE, if it does not come in time
     */
    PasswordHashing.Turn turn() {
        return hashing.turn()
                .orElseThrow(() -> new ControlException(ControlException.Kind.UNAVAILABLE, SignInDoor.BUSY));
    }

    /** The hash of a password, in a turn of its own. */
    String hash(char[] password) {
        try (PasswordHashing.Turn turn = turn()) {
            return turn.hash(password);
        }
    }
}
