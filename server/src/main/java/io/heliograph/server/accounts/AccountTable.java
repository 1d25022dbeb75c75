package io.heliograph.server.accounts;

import java.util.List;
import java.util.Optional;

/** The accounts while they are changed: nobody else changes them meanwhile. Confined to the {@link AccountStore#change}. */
public interface AccountTable {

    /** The account of that name. */
    Optional<Account> find(String name);

    /** All, by name. */
    List<Account> list();

    /** Adds an account, or replaces the one of its name. */
    void put(Account account);

    /** Removes the account of that name, if there is one. */
    void remove(String name);

    /** A number above all that were given before, also to accounts that are gone. */
    long nextCredential();
}
