package io.heliograph.server;

import io.heliograph.server.accounts.PasswordHashing;
import io.heliograph.server.control.UsersControl;
import io.heliograph.server.time.Ticker;
import java.time.InstantSource;

/** The operators of a server, put together. */
final class UsersAssembly {
    private UsersAssembly() {}

    /** Who may operate a server, as its stores know them. */
    static UsersControl of(Stores stores, Ticker ticker) {
        return new UsersControl(
                stores.accounts(),
                stores.audit(),
                new PasswordHashing(PasswordHashing.Cost.STANDARD, ticker),
                InstantSource.system(),
                ticker);
    }
}
