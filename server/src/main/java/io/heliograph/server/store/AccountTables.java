package io.heliograph.server.store;

import io.heliograph.server.accounts.Account;
import io.heliograph.server.accounts.AccountRole;
import io.heliograph.server.accounts.AccountStore;
import io.heliograph.server.accounts.AccountTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Keeps accounts in the database. Thread-safe. */
public final class AccountTables implements AccountStore {
    private static final String COLUMNS =
            "name, role_label, password_hash, is_enabled, must_change_password, credential,"
                    + " failures, locked_until_ms, last_sign_in_ms";

    private final SharedDatabase database;

    /** Accounts of a database. */
    public AccountTables(SharedDatabase database) {
        this.database = database;
    }

    @Override
    public Optional<Account> find(String name) {
        return database.read(handle -> find(handle, name));
    }

    @Override
    public List<Account> list() {
        return database.read(AccountTables::list);
    }

    /** What the change appends to the audit of the same database, on the same thread, is part of its transaction. */
    @Override
    public <T> T change(Function<AccountTable, T> change) {
        return database.write(handle -> {
            handle.createQuery("SELECT last_credential FROM account_change FOR UPDATE")
                    .mapTo(Long.class)
                    .one();
            return change.apply(new Rows(handle));
        });
    }

    private static Optional<Account> find(Handle handle, String name) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM account WHERE name = ?")
                .bind(0, name)
                .map((row, context) -> account(row))
                .findOne();
    }

    private static List<Account> list(Handle handle) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM account ORDER BY name")
                .map((row, context) -> account(row))
                .list();
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(
                row.getString(1),
                AccountRole.labelled(row.getString(2)),
                row.getString(3),
                row.getBoolean(4),
                row.getBoolean(5),
                row.getLong(6),
                row.getInt(7),
                instant(row, 8),
                instant(row, 9));
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    /** The rows within one transaction. Confined to it. */
    private static final class Rows implements AccountTable {
        private final Handle handle;

        Rows(Handle handle) {
            this.handle = handle;
        }

        @Override
        public Optional<Account> find(String name) {
            return AccountTables.find(handle, name);
        }

        @Override
        public List<Account> list() {
            return AccountTables.list(handle);
        }

        @Override
        public void put(Account account) {
            // Both databases know this way of replacing a row; their own shorter ones differ.
            remove(account.name());
            handle.createUpdate("INSERT INTO account (" + COLUMNS + ") VALUES (:name, :role, :hash, :enabled, :change,"
                            + " :credential, :failures, :locked, :last)")
                    .bind("name", account.name())
                    .bind("role", account.role().label())
                    .bind("hash", account.passwordHash())
                    .bind("enabled", account.isEnabled())
                    .bind("change", account.mustChangePassword())
                    .bind("credential", account.credential())
                    .bind("failures", account.failures())
                    .bind("locked", millis(account.lockedUntil()))
                    .bind("last", millis(account.lastSignIn()))
                    .execute();
        }

        @Override
        public void remove(String name) {
            handle.execute("DELETE FROM account WHERE name = ?", name);
        }

        @Override
        public long nextCredential() {
            handle.execute("UPDATE account_change SET last_credential = last_credential + 1");
            return handle.createQuery("SELECT last_credential FROM account_change")
                    .mapTo(Long.class)
                    .one();
        }
    }
}
