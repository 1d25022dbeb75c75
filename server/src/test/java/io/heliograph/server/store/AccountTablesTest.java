package io.heliograph.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.accounts.AccountStore;
import io.heliograph.server.audit.AuditAction;
import io.heliograph.server.audit.AuditRecord;
import io.heliograph.server.error.StoreException;
import io.heliograph.server.testing.AccountStoreContract;
import io.heliograph.server.testing.FakeTicker;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts in a database on a disk. */
final class AccountTablesTest extends AccountStoreContract {
    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private SharedDatabase database;

    @BeforeEach
    void open() {
        database = new SharedDatabase(
                () -> Database.open("jdbc:h2:file:" + folder.resolve("accounts"), "sa", ""), new FakeTicker());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    protected AccountStore store() {
        return new AccountTables(database);
    }

    @Test
    void anEntryOfTheAuditIsThereWithTheChangeOrNotAtAll() {
        AccountStore store = store();
        AuditTables audit = new AuditTables(database, InstantSource.system());
        AuditRecord record = AuditRecord.of(AuditAction.USER_CREATE, "ada", "admin", "test", "bob");
        store.change(table -> {
            audit.append(record);
            return table.nextCredential();
        });
        assertEquals(1, audit.verify().entries());
        assertThrows(
                IllegalStateException.class,
                () -> store.change(table -> {
                    table.nextCredential();
                    audit.append(record);
                    throw new IllegalStateException("too late");
                }));
        assertEquals(1, audit.verify().entries(), "the entry went with the change");
        assertTrue(audit.verify().isIntact());
    }

    @Test
    void aDatabaseThatIsGoneIsOneLine() {
        AccountStore store = store();
        database.close();
        String message =
                String.valueOf(assertThrows(StoreException.class, store::list).getMessage());
        assertEquals(1, message.lines().count(), message);
        assertTrue(message.startsWith("the database is closed"), message);
        assertThrows(StoreException.class, () -> store.change(table -> table.nextCredential()));
    }
}
