package io.heliograph.server.control;

import io.heliograph.server.accounts.Account;
import io.heliograph.server.accounts.AccountName;
import io.heliograph.server.accounts.AccountStore;
import io.heliograph.server.accounts.AccountTable;
import io.heliograph.server.accounts.FailedOrigins;
import io.heliograph.server.accounts.PasswordHashing;
import io.heliograph.server.accounts.PasswordRules;
import io.heliograph.server.audit.AuditAction;
import io.heliograph.server.audit.AuditLog;
import io.heliograph.server.audit.AuditRecord;
import io.heliograph.server.error.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets operators in. An unknown name, a disabled or locked account and a wrong password cost the same work and give the same words,
 * so that nobody learns which accounts exist. What a guess was worth is decided when it is recorded, one after the other: guesses
 * made at the same time gain nothing. Thread-safe.
 */
final class SignInDoor {
    static final String WRONG = "The name or the password is wrong. After " + Account.FAILURES_TO_LOCK
            + " failures in a row a name is locked for " + Account.LOCK.toMinutes() + " minutes.";
    static final String BUSY = "Too many sign-ins are under way: try again in a few seconds.";

    /** What the audit calls a name that is no account's: what was typed may be a password. */
    static final String UNKNOWN_NAME = "(unknown name)";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT);

    private final AccountStore accounts;
    private final AuditLog audit;
    private final PasswordHashing hashing;
    private final FailedOrigins origins;
    private final InstantSource clock;

    SignInDoor(
            AccountStore accounts,
            AuditLog audit,
            PasswordHashing hashing,
            FailedOrigins origins,
            InstantSource clock) {
        this.accounts = accounts;
        this.audit = audit;
        this.hashing = hashing;
        this.origins = origins;
        this.clock = clock;
    }

    /** One attempt; the caller wipes the password. */
    SignIn signIn(String typedName, char[] password, String origin) {
        Optional<String> shut = shut(origin);
        if (shut.isPresent()) {
            return new SignIn.Refused(shut.get());
        }
        Optional<PasswordHashing.Turn> turn = hashing.turn();
        if (turn.isEmpty()) {
            return new SignIn.Refused(BUSY);
        }
        try (PasswordHashing.Turn mine = turn.get()) {
            // Others from there may have failed while this one waited.
            shut = shut(origin);
            return shut.isPresent()
                    ? new SignIn.Refused(shut.get())
                    : attempt(AccountName.of(typedName).orElse(""), password, origin, mine);
        } catch (StoreException e) {
            return new SignIn.Refused("Nobody can sign in now: " + e.getMessage());
        }
    }

    /**
     * Whether somebody who is in knows their password; a failure counts as one at the door.
     *
     * @throws ControlException of kind INVALID if they do not or failed too often, FORBIDDEN if their sign-in counts no more
     */
    void requireOwnPassword(Operator self, char[] password, PasswordHashing.Turn turn) {
        Account account = accounts.find(self.name())
                .filter(found -> self.isSignedIn() && AccountEdit.counts(found, self))
                .orElseThrow(AccountEdit::noLongerCounts);
        Optional<String> shut = shut(self.origin());
        if (shut.isEmpty() && account.isLocked(clock.instant())) {
            shut = Optional.of("Too many failed sign-ins: this account is locked for a while.");
        }
        if (shut.isPresent()) {
            throw new ControlException(ControlException.Kind.INVALID, shut.get());
        }
        if (!isPassword(account, password, turn)) {
            failed(self.name(), self.origin());
            throw new ControlException(ControlException.Kind.INVALID, "the old password is wrong");
        }
    }

    /** Why nobody gets in from there now, whatever the name; empty if they may try. */
    private Optional<String> shut(String origin) {
        return origins.lockedFor(origin).map(this::tooManyFrom);
    }

    private SignIn attempt(String name, char[] password, String origin, PasswordHashing.Turn turn) {
        Account found = accounts.find(name).orElse(null);
        if (!isPassword(found, password, turn) || found == null) {
            failed(name, origin);
            return new SignIn.Refused(WRONG);
        }
        String newHash = hashing.isCurrent(found.passwordHash()) ? null : turn.hash(password);
        Optional<Operator> operator = accounts.change(table -> admit(table, found, newHash, origin));
        if (operator.isPresent()) {
            return new SignIn.SignedIn(operator.get(), operator.get().mustChangePassword());
        }
        failed(name, origin);
        return new SignIn.Refused(WRONG);
    }

    /**
     * Counts a failed attempt and leaves an entry.
     *
     * @param name in the form of a name; empty if what was typed has none
     */
    private void failed(String name, String origin) {
        boolean locksOrigin = origins.failed(origin);
        accounts.change(table -> {
            recordFailure(table, name, origin, locksOrigin);
            return name;
        });
    }

    /** Takes as long for no account and for a text that cannot be a password. */
    private static boolean isPassword(@Nullable Account account, char[] typed, PasswordHashing.Turn turn) {
        if (account == null || typed.length > PasswordRules.MAX_LENGTH) {
            turn.pretend(new char[0]);
            return false;
        }
        return turn.matches(typed, account.passwordHash());
    }

    /** Records the sign-in; nobody, if the account has changed since its password was read, or does not let in. */
    private Optional<Operator> admit(AccountTable table, Account seen, @Nullable String newHash, String origin) {
        Instant now = clock.instant();
        Account account = table.find(seen.name()).orElse(null);
        if (account == null
                || account.credential() != seen.credential()
                || !account.isEnabled()
                || account.isLocked(now)) {
            return Optional.empty();
        }
        Account next = account.signedIn(now);
        table.put(newHash == null ? next : next.rehashed(newHash));
        Operator operator = UsersControl.operator(account, origin);
        audit.append(AuditRecord.of(
                AuditAction.SIGNIN_SUCCESS, account.name(), account.role().label(), origin, account.name()));
        return Optional.of(operator);
    }

    private void recordFailure(AccountTable table, String name, String origin, boolean locksOrigin) {
        Instant now = clock.instant();
        Account account = table.find(name).orElse(null);
        String shown = account == null ? UNKNOWN_NAME : name;
        boolean locksAccount = false;
        String why = "name or password is wrong";
        if (account != null && account.isLocked(now)) {
            why = "the account is locked";
        } else if (account != null) {
            Account next = account.failed(now);
            table.put(next);
            locksAccount = next.isLocked(now);
            why = account.isEnabled() ? why : "the account is disabled, or the password is wrong";
        }
        audit.append(entry(AuditAction.SIGNIN_FAILURE, shown, origin, shown)
                .because(why)
                .failed());
        if (locksAccount) {
            audit.append(entry(AuditAction.SIGNIN_LOCKED, shown, origin, shown).because(lockWords("account", now)));
        }
        if (locksOrigin) {
            audit.append(entry(AuditAction.SIGNIN_LOCKED, shown, origin, origin).because(lockWords("origin", now)));
        }
    }

    private static AuditRecord entry(AuditAction action, String author, String origin, String target) {
        return AuditRecord.of(action, author, "", origin, target);
    }

    private static String lockWords(String what, Instant now) {
        return Account.FAILURES_TO_LOCK + " failures: the " + what + " is locked until "
                + now.plus(Account.LOCK).truncatedTo(ChronoUnit.SECONDS);
    }

    private String tooManyFrom(Duration remaining) {
        return "Too many failed sign-ins from here: the next is possible at "
                + TIME.format(clock.instant().plus(remaining).plusSeconds(1).atOffset(ZoneOffset.UTC)) + ".";
    }
}
