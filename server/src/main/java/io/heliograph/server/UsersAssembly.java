package io.heliograph.server;

import io.heliograph.server.accounts.AccountStore;
import io.heliograph.server.accounts.InMemoryAccountStore;
import io.heliograph.server.accounts.PasswordHashing;
import io.heliograph.server.audit.AuditLog;
import io.heliograph.server.control.UsersControl;
import io.heliograph.server.time.Ticker;
import java.time.InstantSource;

/** The operators of a server, put together. */
final class UsersAssembly {
    private UsersAssembly() {}

    /** Operators who are forgotten when the process ends. */
    static UsersControl inMemory(AuditLog audit, Ticker ticker) {
        return of(new InMemoryAccountStore(), audit, ticker);
    }

    private static UsersControl of(AccountStore accounts, AuditLog audit, Ticker ticker) {
        return new UsersControl(
                accounts,
                audit,
                new PasswordHashing(PasswordHashing.Cost.STANDARD, ticker),
                InstantSource.system(),
                ticker);
    }
}
