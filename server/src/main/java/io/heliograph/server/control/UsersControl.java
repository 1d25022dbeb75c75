package io.heliograph.server.control;

import static java.lang.System.Logger.Level.WARNING;

import io.heliograph.server.accounts.Account;
import io.heliograph.server.accounts.AccountName;
import io.heliograph.server.accounts.AccountStore;
import io.heliograph.server.accounts.FailedOrigins;
import io.heliograph.server.accounts.OneTimePassword;
import io.heliograph.server.accounts.PasswordHashing;
import io.heliograph.server.audit.AuditAction;
import io.heliograph.server.audit.AuditLog;
import io.heliograph.server.audit.AuditRecord;
import io.heliograph.server.control.ControlException.Kind;
import io.heliograph.server.error.StoreException;
import io.heliograph.server.time.Ticker;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The operators themselves: signing in, and what an admin does to accounts. A change and its entry in the audit are kept together or
 * not at all; every call throws a {@link ControlException} of kind UNAVAILABLE if they cannot be. Passwords handed in are wiped.
 * Thread-safe.
 */
public final class UsersControl {
    /** The account of a first start. */
    public static final String FIRST_ADMIN = "admin";

    private static final System.Logger LOGGER = System.getLogger(UsersControl.class.getName());

    private final AccountStore accounts;
    private final AuditLog audit;
    private final NewPasswords passwords;
    private final SignInDoor door;

    /**
     * The operators of a server.
     *
     * @param audit must take part in the changes of {@code accounts}, so that an entry that fails undoes them
     * @param clock for locks of accounts and the last sign-in
     * @param ticker for locks of origins
     */
    public UsersControl(
            AccountStore accounts, AuditLog audit, PasswordHashing hashing, InstantSource clock, Ticker ticker) {
        this.accounts = accounts;
        this.audit = audit;
        this.passwords = new NewPasswords(hashing);
        this.door = new SignInDoor(accounts, audit, hashing, new FailedOrigins(ticker), clock);
    }

    /**
     * Makes the first admin, if there is no account at all.
     *
     * @return the one-time password of {@link #FIRST_ADMIN}, to be shown once; empty if there are accounts
     */
    public Optional<String> createFirstAdmin() {
        return Unavailable.unless(() -> {
            if (!accounts.list().isEmpty()) {
                return Optional.empty();
            }
            char[] password = OneTimePassword.next();
            String hash = passwords.hash(password);
            Operator server = new Operator("server", Role.ADMIN, "server");
            boolean isMade = edit(server, "the first start without users", edit -> {
                boolean isFirst = edit.isFirst();
                if (isFirst) {
                    edit.add(FIRST_ADMIN, Role.ADMIN, hash, true);
                }
                return isFirst;
            });
            return isMade ? Optional.of(NewPasswords.shown(password)) : Optional.empty();
        });
    }

    /**
     * Lets somebody in, or not: after five failures in a row a name is locked for five minutes, and so is an origin after five within
     * five minutes.
     *
     * @param password is wiped
     * @param origin from where, as in {@code console 127.0.0.1}
     * @return a refusal also if nobody can be let in now, because accounts or audit cannot be used
     */
    public SignIn signIn(String name, char[] password, String origin) {
        try {
            return door.signIn(name, password, origin);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /** Somebody leaves; that is never refused. */
    public void signedOut(Operator operator) {
        try {
            audit.append(AuditRecord.of(
                    AuditAction.SIGNOUT, operator.name(), operator.role().label(), operator.origin(), operator.name()));
        } catch (StoreException e) {
            LOGGER.log(WARNING, "a sign-out is missing in the audit: " + e.getMessage());
        }
    }

    /**
     * Whether a sign-in still counts: the account is there, enabled, and neither its role nor its password changed since. While
     * accounts cannot be read it does: its owner can look, end sessions and drain; all other changes need the audit, which then fails, too.
     */
    public boolean isValid(Operator operator) {
        try {
            return operator.isSignedIn()
                    && accounts.find(operator.name())
                            .filter(account -> AccountEdit.counts(account, operator))
                            .isPresent();
        } catch (StoreException e) {
            return true;
        }
    }

    /** All accounts, by name; takes the role admin. */
    public List<UserView> list(Operator admin) {
        admin.require(Role.ADMIN, "see users");
        return Unavailable.unless(
                () -> accounts.list().stream().map(UserView::of).toList());
    }

    /**
     * Adds an account; takes the role admin.
     *
     * @param name 1 to 64 characters of a-z, 0-9 and {@code ._@-}; upper case is lowered
     * @return its one-time password, to be shown once
     * @throws ControlException of kind INVALID if there is one of that name, or the name or the reason is not allowed
     */
    public String create(Operator admin, String name, Role role, String reason) {
        char[] password = OneTimePassword.next();
        create(admin, name, role, password, true, reason);
        return NewPasswords.shown(password);
    }

    /**
     * Adds an account with a password that is known already, for machines; takes the role admin.
     *
     * @param password as {@link #changePassword} allows; is wiped
     * @throws ControlException as {@link #create}, and of kind INVALID if the password is not allowed
     */
    public void createWithPassword(Operator admin, String name, Role role, char[] password, String reason) {
        try {
            NewPasswords.requireAllowed(name, password);
            create(admin, name, role, password, false, reason);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /**
     * Gives an account a one-time password and takes its lock away; its sign-ins stop counting. Takes the role admin.
     *
     * @return the password, to be shown once
     * @throws ControlException of kind UNKNOWN if there is no such account, INVALID if the reason is not allowed
     */
    public String resetPassword(Operator admin, String name, String reason) {
        char[] password = OneTimePassword.next();
        replacePassword(admin, name, password, true, reason);
        return NewPasswords.shown(password);
    }

    /**
     * Gives an account a password that is known already, for machines; otherwise as {@link #resetPassword}.
     *
     * @param password as {@link #changePassword} allows; is wiped
     */
    public void resetToPassword(Operator admin, String name, char[] password, String reason) {
        try {
            NewPasswords.requireAllowed(name, password);
            replacePassword(admin, name, password, false, reason);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /**
     * Gives an account another role; its sign-ins stop counting. Takes the role admin.
     *
     * @throws ControlException of kind UNKNOWN if there is no such account, INVALID if it is one's own or the last enabled admin
     */
    public void setRole(Operator admin, String name, Role role, String reason) {
        adminEdit(admin, "change roles", reason, edit -> edit.role(name, role));
    }

    /**
     * Forbids signing in, which ends the account's sign-ins, or allows it, which takes a lock away. Takes the role admin.
     *
     * @throws ControlException as {@link #setRole}
     */
    public void setEnabled(Operator admin, String name, boolean enabled, String reason) {
        if (enabled) {
            adminEdit(admin, "enable users", reason, edit -> edit.enable(name));
        } else {
            adminEdit(admin, "disable users", reason, edit -> edit.disable(name));
        }
    }

    /**
     * Removes an account. Takes the role admin.
     *
     * @throws ControlException as {@link #setRole}
     */
    public void delete(Operator admin, String name, String reason) {
        adminEdit(admin, "delete users", reason, edit -> edit.remove(name));
    }

    /**
     * Changes one's own password; all one's sign-ins stop counting, but the one that is returned. A wrong old password counts as a
     * failed sign-in.
     *
     * @param self from a sign-in
     * @param old is wiped
     * @param next 12 to 200 characters and not the name; is wiped
     * @return oneself from now on
     * @throws ControlException of kind INVALID if one of the passwords is not right or too many were wrong, FORBIDDEN if the sign-in
     *     counts no more
     */
    public Operator changePassword(Operator self, char[] old, char[] next) {
        try {
            NewPasswords.requireAllowed(self.name(), next);
            if (Arrays.equals(old, next)) {
                throw new ControlException(Kind.INVALID, "the new password must not be the old one");
            }
            return Unavailable.unless(() -> {
                try (PasswordHashing.Turn turn = passwords.turn()) {
                    door.requireOwnPassword(self, old, turn);
                    String hash = turn.hash(next);
                    Account changed =
                            edit(self, "changed by its owner", edit -> edit.password(self.name(), hash, false));
                    return operator(changed, self.origin());
                }
            });
        } finally {
            Arrays.fill(old, '\0');
            Arrays.fill(next, '\0');
        }
    }

    /** The one who signed in with an account. */
    static Operator operator(Account account, String origin) {
        return new Operator(
                account.name(),
                Role.valueOf(account.role().name()),
                origin,
                account.credential(),
                account.mustChangePassword());
    }

    private void create(Operator admin, String name, Role role, char[] password, boolean isOneTime, String reason) {
        admin.require(Role.ADMIN, "create users");
        String why = Reason.require(reason);
        String allowed = AccountName.of(name).orElseThrow(() -> new ControlException(Kind.INVALID, AccountName.RULE));
        String hash = passwords.hash(password);
        adminEdit(admin, "create users", why, edit -> edit.add(allowed, role, hash, isOneTime));
    }

    private void replacePassword(Operator admin, String name, char[] password, boolean isOneTime, String reason) {
        admin.require(Role.ADMIN, "reset passwords");
        String why = Reason.require(reason);
        String hash = passwords.hash(password);
        adminEdit(admin, "reset passwords", why, edit -> edit.password(name, hash, isOneTime));
    }

    private void adminEdit(Operator admin, String what, String reason, Consumer<AccountEdit> work) {
        admin.require(Role.ADMIN, what);
        String why = Reason.require(reason);
        Unavailable.unless(() -> edit(admin, why, edit -> {
            work.accept(edit);
            return edit;
        }));
    }

    private <T> T edit(Operator by, String reason, Function<AccountEdit, T> work) {
        return accounts.change(table -> work.apply(new AccountEdit(table, audit, by, reason)));
    }
}
