package io.heliograph.server.accounts;

import io.heliograph.server.testing.AccountStoreContract;

final class InMemoryAccountStoreTest extends AccountStoreContract {

    @Override
    protected AccountStore store() {
        return new InMemoryAccountStore();
    }
}
