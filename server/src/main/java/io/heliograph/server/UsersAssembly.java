package io.heliograph.server;

import io.heliograph.server.accounts.AccountStore;
import io.heliograph.server.accounts.PasswordHashing;
import io.heliograph.server.audit.AuditLog;
import io.heliograph.server.control.UsersControl;
import io.heliograph.server.time.Ticker;
import java.time.InstantSource;

/** The operators of a server, put together. */
final class UsersAssembly {
    private UsersAssembly() {}

    /** Who may operate a server, as its stores know them. */
    static UsersControl of(Stores stores, Ticker ticker) {
        return of(stores.accounts(), stores.audit(), ticker);
    }

    /**
     * Who may operate a server.
     *
     * @param audit of the same database as the accounts
     */
    static UsersControl of(AccountStore accounts, AuditLog audit, Ticker ticker) {
        return new UsersControl(
                accounts,
                audit,
                new PasswordHashing(PasswordHashing.Cost.STANDARD, ticker),
                InstantSource.system(),
                ticker);
    }
}
