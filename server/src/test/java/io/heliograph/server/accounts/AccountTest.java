package io.heliograph.server.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules for accounts, names and passwords. */
final class AccountTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final Account OTTO = Account.created("otto", AccountRole.OPERATOR, "$hash$", false, 7);

    private static Account failed(Account account, int times) {
        Account failing = account;
        for (int i = 0; i < times; i++) {
            failing = failing.failed(NOW);
        }
        return failing;
    }

    @Test
    void fiveFailuresLockForFiveMinutesAndTheNextFiveAgain() {
        Account four = failed(OTTO, 4);
        assertFalse(four.isLocked(NOW));
        assertEquals(4, four.failures());
        Account locked = four.failed(NOW);
        assertTrue(locked.isLocked(NOW) && locked.isLocked(NOW.plusSeconds(299)));
        assertFalse(locked.isLocked(NOW.plusSeconds(300)));
        Instant later = NOW.plusSeconds(300);
        Account again = locked.failed(later);
        assertFalse(again.isLocked(later));
        assertEquals(1, again.failures());
    }

    @Test
    void aClockSetBackLocksNobodyForLonger() {
        Account locked = failed(OTTO, 5);
        assertFalse(locked.isLocked(NOW.minusSeconds(86_400)));
    }

    @Test
    void aSignInANewPasswordAndEnablingTakeALockAway() {
        Account locked = failed(OTTO, 5);
        assertFalse(locked.signedIn(NOW).isLocked(NOW));
        assertFalse(locked.withPassword("$new$", true, 8).isLocked(NOW));
        assertFalse(locked.withEnabled(true, 8).isLocked(NOW));
        assertTrue(locked.withEnabled(false, 8).isLocked(NOW));
        assertTrue(locked.withRole(AccountRole.ADMIN, 8).isLocked(NOW));
        assertTrue(locked.rehashed("$new$").isLocked(NOW));
    }

    @Test
    void itIsPrintedWithoutTheHash() {
        assertEquals("Account[otto, operator]", OTTO.toString());
        assertEquals(
                "Account[otto, operator, disabled]", OTTO.withEnabled(false, 8).toString());
    }

    @ParameterizedTest
    @CsvSource({"otto,otto", "' Otto ',otto", "A.b_c@d-9,a.b_c@d-9", "İ,", "'',", "a b,", "a/b,", "<script>,", "ötto,"})
    void namesAreLoweredOrRefused(String typed, String name) {
        assertEquals(Optional.ofNullable(name), AccountName.of(typed));
    }

    @Test
    void namesHave64CharactersAtMost() {
        assertTrue(AccountName.of("x".repeat(64)).isPresent());
        assertTrue(AccountName.of("x".repeat(65)).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"elevenchars", "", "a.long.name@example.org", "A.Long.Name@Example.Org"})
    void passwordsThatAreTooShortOrTheNameAreRefused(String password) {
        assertTrue(PasswordRules.problem("a.long.name@example.org", password.toCharArray())
                .isPresent());
    }

    @Test
    void passwordsHave12To200Characters() {
        assertTrue(PasswordRules.problem("otto", "x".repeat(12).toCharArray()).isEmpty());
        assertTrue(PasswordRules.problem("otto", "x".repeat(200).toCharArray()).isEmpty());
        assertTrue(PasswordRules.problem("otto", "x".repeat(201).toCharArray()).isPresent());
    }

    @Test
    void oneTimePasswordsAreLongAllowedAndNeverTheSame() {
        String one = String.valueOf(OneTimePassword.next());
        assertTrue(one.matches("([a-z2-9]{4}-){5}[a-z2-9]{4}"), one);
        assertNotEquals(one, String.valueOf(OneTimePassword.next()));
        assertTrue(PasswordRules.problem("admin", one.toCharArray()).isEmpty());
    }
}
