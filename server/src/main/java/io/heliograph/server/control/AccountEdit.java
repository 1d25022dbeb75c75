package io.heliograph.server.control;

import io.heliograph.server.accounts.Account;
import io.heliograph.server.accounts.AccountName;
import io.heliograph.server.accounts.AccountRole;
import io.heliograph.server.accounts.AccountTable;
import io.heliograph.server.audit.AuditAction;
import io.heliograph.server.audit.AuditLog;
import io.heliograph.server.audit.AuditRecord;
import io.heliograph.server.control.ControlException.Kind;

/**
 * What one operator does to accounts in one change, each with its entry in the audit. There is always an enabled admin left, and
 * nobody takes their own rights. Confined to the change.
 */
final class AccountEdit {
    /** More than any crew; a bound all the same. */
    private static final int MAX_ACCOUNTS = 1_000;

    private final AccountTable table;
    private final AuditLog audit;
    private final Operator by;
    private final String reason;

    /**
     * An edit.
     *
     * @throws ControlException of kind FORBIDDEN if the operator's sign-in counts no more
     */
    AccountEdit(AccountTable table, AuditLog audit, Operator by, String reason) {
        this.table = table;
        this.audit = audit;
        this.by = by;
        this.reason = reason;
        if (by.isSignedIn()
                && table.find(by.name()).filter(account -> counts(account, by)).isEmpty()) {
            throw noLongerCounts();
        }
    }

    /** Whether a sign-in with the account still counts. */
    static boolean counts(Account account, Operator operator) {
        return account.isEnabled()
                && account.credential() == operator.credential()
                && account.role().name().equals(operator.role().name());
    }

    static ControlException noLongerCounts() {
        return new ControlException(
                Kind.FORBIDDEN, "this sign-in counts no more, because the account has changed since: sign in again");
    }

    /** Whether there is any account. */
    boolean isFirst() {
        return table.list().isEmpty();
    }

    void add(String name, Role role, String hash, boolean isOneTime) {
        if (table.find(name).isPresent()) {
            throw new ControlException(Kind.INVALID, "there is a user " + name + " already");
        }
        if (table.list().size() >= MAX_ACCOUNTS) {
            throw new ControlException(Kind.INVALID, "there are " + MAX_ACCOUNTS + " users already");
        }
        AccountRole stored = AccountRole.valueOf(role.name());
        table.put(Account.created(name, stored, hash, isOneTime, table.nextCredential()));
        append(AuditAction.USER_CREATE, name, "", role.label());
    }

    /** The account as it is now. */
    Account password(String name, String hash, boolean isOneTime) {
        Account changed = known(name).withPassword(hash, isOneTime, table.nextCredential());
        table.put(changed);
        append(AuditAction.USER_PASSWORD, changed.name(), "", isOneTime ? "one-time password" : "password");
        return changed;
    }

    void role(String name, Role role) {
        Account account = known(name);
        AccountRole next = AccountRole.valueOf(role.name());
        if (account.role() == next) {
            return;
        }
        requireNotOneself(account, "change one's own role");
        if (next != AccountRole.ADMIN) {
            requireAnotherAdmin(account);
        }
        table.put(account.withRole(next, table.nextCredential()));
        append(AuditAction.USER_ROLE, account.name(), account.role().label(), next.label());
    }

    void enable(String name) {
        Account account = known(name);
        // Only taking a lock away ends no sign-in.
        table.put(account.isEnabled() ? account.unlocked() : account.withEnabled(true, table.nextCredential()));
        append(AuditAction.USER_ENABLE, account.name(), account.isEnabled() ? "enabled" : "disabled", "enabled");
    }

    void disable(String name) {
        Account account = known(name);
        requireNotOneself(account, "disable oneself");
        requireAnotherAdmin(account);
        table.put(account.withEnabled(false, table.nextCredential()));
        append(AuditAction.USER_DISABLE, account.name(), account.isEnabled() ? "enabled" : "disabled", "disabled");
    }

    void remove(String name) {
        Account account = known(name);
        requireNotOneself(account, "delete oneself");
        requireAnotherAdmin(account);
        table.remove(account.name());
        append(AuditAction.USER_DELETE, account.name(), account.role().label(), "");
    }

    private Account known(String name) {
        return AccountName.of(name)
                .flatMap(table::find)
                .orElseThrow(() -> new ControlException(
                        Kind.UNKNOWN,
                        AccountName.of(name)
                                .map(known -> "there is no user " + known)
                                .orElse(AccountName.RULE)));
    }

    private void requireNotOneself(Account account, String what) {
        if (account.name().equals(by.name())) {
            throw new ControlException(Kind.INVALID, "nobody can " + what + ": another admin can");
        }
    }

    private void requireAnotherAdmin(Account account) {
        if (account.isEnabledAdmin()
                && table.list().stream()
                        .noneMatch(
                                other -> other.isEnabledAdmin() && !other.name().equals(account.name()))) {
            throw new ControlException(
                    Kind.INVALID, account.name() + " is the last enabled admin: make another one first");
        }
    }

    private void append(AuditAction action, String target, String before, String after) {
        audit.append(AuditRecord.of(action, by.name(), by.role().label(), by.origin(), target)
                .changing(before, after)
                .because(reason));
    }
}
