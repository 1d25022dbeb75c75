package io.heliograph.server;

import io.heliograph.server.config.ServerConfig;
import io.heliograph.server.control.UsersControl;
import io.heliograph.server.store.AccountTables;
import io.heliograph.server.store.AuditTables;
import io.heliograph.server.store.Database;
import io.heliograph.server.store.SharedDatabase;
import io.heliograph.server.time.Ticker;
import java.time.InstantSource;

/** The users of a server that does not run, in its database. Thread-safe. */
public final class OfflineUsers implements AutoCloseable {
    private final Database database;
    private final UsersControl users;

    private OfflineUsers(Database database, UsersControl users) {
        this.database = database;
        this.users = users;
    }

    /**
     * Opens the database that a configuration names.
     *
     * @param mayMake whether one that is not there is made
     * @throws io.heliograph.server.error.StoreException in one line, if it is not there or a server has it open
     */
    public static OfflineUsers open(ServerConfig config, boolean mayMake) {
        ServerConfig.Store store = config.store();
        String password = store.password().reveal();
        if (!mayMake) {
            Database.requireExisting(store.url());
        }
        Database database = Database.open(store.url(), store.user(), password);
        Ticker ticker = Ticker.system();
        SharedDatabase shared = new SharedDatabase(() -> database, ticker);
        return new OfflineUsers(
                database,
                UsersAssembly.of(new AccountTables(shared), new AuditTables(shared, InstantSource.system()), ticker));
    }

    /** The accounts. */
    public UsersControl users() {
        return users;
    }

    @Override
    public void close() {
        database.close();
    }
}
