package io.heliograph.server.accounts;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** Accounts that end with the process. Thread-safe. */
public final class InMemoryAccountStore implements AccountStore {
    private final ReentrantLock lock = new ReentrantLock();
    private volatile State state = new State(new TreeMap<>(), 0);

    private record State(TreeMap<String, Account> accounts, long credential) {}

    @Override
    public Optional<Account> find(String name) {
        return Optional.ofNullable(state.accounts().get(name));
    }

    @Override
    public List<Account> list() {
        return List.copyOf(state.accounts().values());
    }

    @Override
    public <T> T change(Function<AccountTable, T> change) {
        lock.lock();
        try {
            Draft draft = new Draft(state);
            T result = change.apply(draft);
            state = new State(draft.accounts, draft.credential);
            return result;
        } finally {
            lock.unlock();
        }
    }

    /** What becomes the state if the change succeeds. Confined to the change. */
    private static final class Draft implements AccountTable {
        private final TreeMap<String, Account> accounts;
        private long credential;

        Draft(State state) {
            accounts = new TreeMap<>(state.accounts());
            credential = state.credential();
        }

        @Override
        public Optional<Account> find(String name) {
            return Optional.ofNullable(accounts.get(name));
        }

        @Override
        public List<Account> list() {
            return List.copyOf(accounts.values());
        }

        @Override
        public void put(Account account) {
            accounts.put(account.name(), account);
        }

        @Override
        public void remove(String name) {
            accounts.remove(name);
        }

        @Override
        public long nextCredential() {
            return ++credential;
        }
    }
}
