package io.heliograph.server.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.accounts.Account;
import io.heliograph.server.accounts.AccountRole;
import io.heliograph.server.accounts.AccountStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every store of accounts must do. */
public abstract class AccountStoreContract {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00.123Z");

    /** A store without accounts. */
    protected abstract AccountStore store();

    private static Account account(String name, AccountRole role, long credential) {
        return Account.created(name, role, "$argon2id$" + name, true, credential);
    }

    @Test
    final void anAccountComesBackAsItWasPut() {
        AccountStore store = store();
        Account otto = store.change(table -> {
            Account made = account("otto", AccountRole.OPERATOR, table.nextCredential());
            table.put(made);
            return made;
        });
        assertEquals(Optional.of(otto), store.find("otto"));
        Account locked = otto.signedIn(NOW);
        for (int i = 0; i < 6; i++) {
            locked = locked.failed(NOW);
        }
        Account changed = locked.rehashed("$other$");
        store.change(table -> {
            table.put(changed);
            assertEquals(Optional.of(changed), table.find("otto"));
            return table;
        });
        assertEquals(Optional.of(changed), store.find("otto"));
        assertEquals(List.of(changed), store.list());
    }

    @Test
    final void accountsAreListedByNameUntilTheyAreRemoved() {
        AccountStore store = store();
        store.change(table -> {
            for (String name : List.of("vera", "anna", "otto")) {
                table.put(account(name, AccountRole.VIEWER, table.nextCredential()));
            }
            return table;
        });
        assertEquals(
                List.of("anna", "otto", "vera"),
                store.list().stream().map(Account::name).toList());
        store.change(table -> {
            table.remove("otto");
            table.remove("nobody");
            return table;
        });
        assertEquals(
                List.of("anna", "vera"),
                store.list().stream().map(Account::name).toList());
        assertEquals(Optional.empty(), store.find("otto"));
    }

    @Test
    final void credentialsNeverComeAgainNotEvenForAnAccountMadeAnew() {
        AccountStore store = store();
        long first = store.change(table -> {
            long credential = table.nextCredential();
            table.put(account("otto", AccountRole.VIEWER, credential));
            return credential;
        });
        store.change(table -> {
            table.remove("otto");
            return table;
        });
        long second = store.change(table -> table.nextCredential());
        assertTrue(first > 0 && second > first, first + " and " + second);
    }

    @Test
    final void aChangeThatThrowsLeavesNothing() {
        AccountStore store = store();
        IllegalStateException thrown = new IllegalStateException("no");
        assertEquals(
                thrown,
                assertThrows(
                        IllegalStateException.class,
                        () -> store.change(table -> {
                            table.put(account("otto", AccountRole.VIEWER, table.nextCredential()));
                            throw thrown;
                        })));
        assertEquals(List.of(), store.list());
    }

    @Test
    final void aSecondChangeBeginsWhenTheFirstHasEnded() throws Exception {
        AccountStore store = store();
        CountDownLatch firstIsIn = new CountDownLatch(1);
        CountDownLatch firstMayEnd = new CountDownLatch(1);
        CompletableFuture<Integer> first = new CompletableFuture<>();
        CompletableFuture<Integer> second = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> first.complete(store.change(table -> {
                    table.put(account("first", AccountRole.VIEWER, table.nextCredential()));
                    firstIsIn.countDown();
                    await(firstMayEnd);
                    return table.list().size();
                })));
        await(firstIsIn);
        CountDownLatch secondIsUnderWay = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            secondIsUnderWay.countDown();
            second.complete(store.change(table -> table.list().size()));
        });
        await(secondIsUnderWay);
        assertEquals(List.of(), store.list(), "what is not done is nobody's business");
        assertNotEquals(true, second.isDone());
        firstMayEnd.countDown();
        assertEquals(1, first.get(10, TimeUnit.SECONDS));
        assertEquals(1, second.get(10, TimeUnit.SECONDS), "the second must see what the first did");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
