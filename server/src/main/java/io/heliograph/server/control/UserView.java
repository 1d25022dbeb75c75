package io.heliograph.server.control;

import io.heliograph.server.accounts.Account;
import java.time.Instant;
import java.util.Optional;

/**
 * A user as an admin sees them. Immutable.
 *
 * @param name of the account
 * @param role what they may do
 * @param isEnabled whether they may sign in
 * @param mustChangePassword whether their password is a one-time one
 * @param lastSignIn empty = never
 * @param failures attempts that failed since the last success or lock-out
 * @param lockedUntil no sign-in before; empty = not locked
 */
public record UserView(
        String name,
        Role role,
        boolean isEnabled,
        boolean mustChangePassword,
        Optional<Instant> lastSignIn,
        int failures,
        Optional<Instant> lockedUntil) {

    static UserView of(Account account) {
        return new UserView(
                account.name(),
                Role.valueOf(account.role().name()),
                account.isEnabled(),
                account.mustChangePassword(),
                Optional.ofNullable(account.lastSignIn()),
                account.failures(),
                Optional.ofNullable(account.lockedUntil()));
    }
}
