package io.heliograph.server.accounts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.accounts.PasswordHashing.Cost;
import io.heliograph.server.testing.FakeTicker;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PasswordHashingTest {
    /** "password" with the salt "somesalt", from the tests of the reference implementation (phc-winner-argon2, test.c). */
    private static final String REFERENCE =
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

    private final PasswordHashing hashing = new PasswordHashing(new Cost(64, 1), new FakeTicker());

    private PasswordHashing.Turn turn() {
        return hashing.turn().orElseThrow();
    }

    @Test
    void knowsTheReferenceImplementationsHash() {
        try (PasswordHashing.Turn turn = turn()) {
            assertTrue(turn.matches("password".toCharArray(), REFERENCE));
            assertFalse(turn.matches("passwore".toCharArray(), REFERENCE));
        }
    }

    @Test
    void theStandardCostStandsInTheHash() {
        PasswordHashing standard = new PasswordHashing(Cost.STANDARD, new FakeTicker());
        try (PasswordHashing.Turn turn = standard.turn().orElseThrow()) {
            char[] password = "correct horse".toCharArray();
            String hash = turn.hash(password);
            assertTrue(hash.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), hash);
            assertTrue(standard.isCurrent(hash));
            assertFalse(hashing.isCurrent(hash));
            assertTrue(turn.matches(password, hash));
            assertArrayEquals("correct horse".toCharArray(), password);
        }
    }

    @Test
    void theSamePasswordHasAnotherHashEachTime() {
        try (PasswordHashing.Turn turn = turn()) {
            char[] password = "grün 🌞 \ud800 end".toCharArray();
            String one = turn.hash(password);
            String other = turn.hash(password);
            assertNotEquals(one, other);
            assertTrue(turn.matches(password, one) && turn.matches(password, other));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ",
                "$argon2id$v=19$m=sixty,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2xx$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$a$b$c$d$e"
            })
    void aDamagedHashBelongsToNoPassword(String hash) {
        try (PasswordHashing.Turn turn = turn()) {
            assertFalse(turn.matches("password".toCharArray(), hash));
        }
    }

    @Test
    void pretendingComputesAHashToo() {
        try (PasswordHashing.Turn turn = turn()) {
            turn.pretend("anything".toCharArray());
        }
        assertEquals(1, hashing.computed());
    }

    @Test
    void aThirdTurnWaitsUntilOneIsGivenBack() throws Exception {
        PasswordHashing.Turn one = turn();
        try (PasswordHashing.Turn two = turn()) {
            CompletableFuture<Optional<PasswordHashing.Turn>> third = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> third.complete(hashing.turn()));
            while (hashing.waiting() == 0) {
                Thread.onSpinWait();
            }
            assertFalse(third.isDone());
            one.close();
            Optional<PasswordHashing.Turn> taken = third.get(10, TimeUnit.SECONDS);
            taken.orElseThrow().close();
            assertFalse(two.matches("a".toCharArray(), "b"));
        }
    }
}
