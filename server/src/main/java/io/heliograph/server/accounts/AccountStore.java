package io.heliograph.server.accounts;

import io.heliograph.server.error.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Keeps accounts. Implementations are thread-safe and may wait for a disk. */
public interface AccountStore {

    /**
     * The account of that name.
     *
     * @throws StoreException if it cannot be read
     */
    Optional<Account> find(String name);

    /**
     * All, by name.
     *
     * @throws StoreException if they cannot be read
     */
    List<Account> list();

    /**
     * Changes accounts, one change at a time, of all servers that share the store. Whatever is thrown, nothing is changed then.
     *
     * @param change gets the accounts as they are; what it does is there for others only after it has returned
     * @throws StoreException if they cannot be read or written; what the change throws is thrown as it is
     */
    <T> T change(Function<AccountTable, T> change);
}
