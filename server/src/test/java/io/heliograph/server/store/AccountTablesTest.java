package io.heliograph.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.accounts.AccountStore;
import io.heliograph.server.error.StoreException;
import io.heliograph.server.testing.AccountStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts in a database on a disk. */
final class AccountTablesTest extends AccountStoreContract {
    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Database database;

    @BeforeEach
    void open() {
        database = Database.open("jdbc:h2:file:" + folder.resolve("accounts"), "sa", "");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    protected AccountStore store() {
        return new AccountTables(() -> database);
    }

    @Test
    void aDatabaseThatIsGoneIsOneLine() {
        AccountStore store = store();
        database.close();
        String message =
                String.valueOf(assertThrows(StoreException.class, store::list).getMessage());
        assertEquals(1, message.lines().count(), message);
        assertTrue(message.startsWith("the database cannot be used for accounts: "), message);
        assertThrows(StoreException.class, () -> store.change(table -> table.nextCredential()));
    }
}
