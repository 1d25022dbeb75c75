package io.heliograph.server.accounts;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An account of an operator. Immutable.
 *
 * @param name as {@link AccountName} allows
 * @param role what it may do
 * @param passwordHash the password in PHC form, never the password
 * @param isEnabled whether it may sign in
 * @param mustChangePassword whether the password is a one-time one
 * @param credential grows whenever earlier sign-ins stop counting; no two states of any account share one
 * @param failures attempts that failed since the last success or lock-out
 * @param lockedUntil no sign-in before; null = not locked
 * @param lastSignIn null = never
 */
public record Account(
        String name,
        AccountRole role,
        String passwordHash,
        boolean isEnabled,
        boolean mustChangePassword,
        long credential,
        int failures,
        @Nullable Instant lockedUntil,
        @Nullable Instant lastSignIn) {

    /** A name is locked with this failure; the guesses it leaves per day (1,440) are no threat to twelve characters. */
    public static final int FAILURES_TO_LOCK = 5;

    /** Short, because whoever fails on purpose can lock others out with it. */
    public static final Duration LOCK = Duration.ofMinutes(5);

    /** A new account, enabled. */
    public static Account created(
            String name, AccountRole role, String passwordHash, boolean isOneTime, long credential) {
        return new Account(name, role, passwordHash, true, isOneTime, credential, 0, null, null);
    }

    /** Whether it is locked; a lock further away than one can be is left from a clock that was wrong. */
    public boolean isLocked(Instant now) {
        return lockedUntil != null && lockedUntil.isAfter(now) && !lockedUntil.isAfter(now.plus(LOCK));
    }

    /** Whether it may sign in and give others rights. */
    public boolean isEnabledAdmin() {
        return isEnabled && role == AccountRole.ADMIN;
    }

    /** After an attempt that failed while it was not locked. */
    public Account failed(Instant now) {
        int count = failures + 1;
        return count < FAILURES_TO_LOCK ? attempts(count, null, lastSignIn) : attempts(0, now.plus(LOCK), lastSignIn);
    }

    /** After a sign-in. */
    public Account signedIn(Instant now) {
        return attempts(0, null, now);
    }

    /** Without failures and lock. */
    public Account unlocked() {
        return attempts(0, null, lastSignIn);
    }

    /** With another role; sign-ins of before stop counting. */
    public Account withRole(AccountRole next, long nextCredential) {
        return new Account(
                name,
                next,
                passwordHash,
                isEnabled,
                mustChangePassword,
                nextCredential,
                failures,
                lockedUntil,
                lastSignIn);
    }

    /** Allowed or not allowed to sign in; allowing takes a lock away. Sign-ins of before stop counting. */
    public Account withEnabled(boolean enabled, long nextCredential) {
        Account unlocked = enabled ? unlocked() : this;
        return new Account(
                name,
                role,
                passwordHash,
                enabled,
                mustChangePassword,
                nextCredential,
                unlocked.failures,
                unlocked.lockedUntil,
                lastSignIn);
    }

    /** With another password and without a lock; sign-ins of before stop counting. */
    public Account withPassword(String nextHash, boolean isOneTime, long nextCredential) {
        return new Account(name, role, nextHash, isEnabled, isOneTime, nextCredential, 0, null, lastSignIn);
    }

    /** The same password, hashed anew. */
    public Account rehashed(String nextHash) {
        return new Account(
                name, role, nextHash, isEnabled, mustChangePassword, credential, failures, lockedUntil, lastSignIn);
    }

    private Account attempts(int count, @Nullable Instant until, @Nullable Instant last) {
        return new Account(name, role, passwordHash, isEnabled, mustChangePassword, credential, count, until, last);
    }

    /** Leaves out what is known of the password. */
    @Override
    public String toString() {
        return "Account[" + name + ", " + role.label() + (isEnabled ? "" : ", disabled") + "]";
    }
}
