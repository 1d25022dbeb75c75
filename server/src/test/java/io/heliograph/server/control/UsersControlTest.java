package io.heliograph.server.control;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.accounts.InMemoryAccountStore;
import io.heliograph.server.accounts.PasswordHashing;
import io.heliograph.server.accounts.PasswordHashing.Cost;
import io.heliograph.server.audit.AuditEntry;
import io.heliograph.server.audit.AuditFilter;
import io.heliograph.server.audit.InMemoryAuditLog;
import io.heliograph.server.control.ControlException.Kind;
import io.heliograph.server.testing.FakeTicker;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Operators and the accounts behind them, without a disk and with a clock moved by hand. */
final class UsersControlTest {
    private static final Operator ADMIN = new Operator("os:root", Role.ADMIN, "cli");
    private static final Instant START = Instant.parse("2026-11-25T12:00:00Z");
    private static final String HERE = "console 127.0.0.1";
    private static final String PASSWORD = "a better password";

    private final FakeTicker ticker = new FakeTicker();
    private final InstantSource clock = () -> START.plusNanos(ticker.nanos());
    private final PasswordHashing hashing = new PasswordHashing(new Cost(64, 1), ticker);
    private final InMemoryAccountStore accounts = new InMemoryAccountStore();
    private final InMemoryAuditLog audit = new InMemoryAuditLog(clock);
    private final UsersControl users = new UsersControl(accounts, audit, hashing, clock, ticker);

    private void create(String name, Role role) {
        users.createWithPassword(ADMIN, name, role, PASSWORD.toCharArray(), "they are new");
    }

    private SignIn signIn(String name, String password, String origin) {
        return users.signIn(name, password.toCharArray(), origin);
    }

    private Operator in(String name, String password) {
        return assertInstanceOf(SignIn.SignedIn.class, signIn(name, password, HERE))
                .operator();
    }

    private void assertRefused(SignIn attempt) {
        assertEquals(new SignIn.Refused(SignInDoor.WRONG), attempt);
    }

    private static String assertFails(Kind kind, Executable call) {
        ControlException thrown = assertThrows(ControlException.class, call);
        assertEquals(kind, thrown.kind(), thrown.getMessage());
        return String.valueOf(thrown.getMessage());
    }

    private UserView view(String name) {
        return users.list(ADMIN).stream()
                .filter(user -> user.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The newest entries, the oldest of them first. */
    private List<String> entries(int count) {
        return audit.newest(AuditFilter.ALL, count).reversed().stream()
                .map(AuditEntry::record)
                .map(record -> String.join(
                        "|",
                        record.action(),
                        record.author(),
                        record.origin(),
                        record.target(),
                        record.before(),
                        record.after(),
                        record.reason(),
                        record.isSuccess() ? "done" : "failed"))
                .toList();
    }

    @Test
    void theFirstStartMakesAnAdminWhoMustChangeThePassword() {
        String password = users.createFirstAdmin().orElseThrow();
        assertTrue(password.length() >= 20);
        assertEquals(Optional.empty(), users.createFirstAdmin());
        Operator admin = in("admin", password);
        assertTrue(admin.mustChangePassword());
        String message = assertFails(Kind.FORBIDDEN, () -> users.list(admin));
        assertTrue(message.contains("one-time password"), message);
        Operator changed = users.changePassword(admin, password.toCharArray(), PASSWORD.toCharArray());
        assertEquals(1, users.list(changed).size());
        assertFalse(users.isValid(admin));
        assertTrue(users.isValid(changed));
        assertRefused(signIn("admin", password, HERE));
        assertFalse(in("admin", PASSWORD).mustChangePassword());
    }

    @Test
    void nobodyLearnsWhichAccountsExist() {
        create("otto", Role.OPERATOR);
        create("gone", Role.OPERATOR);
        users.setEnabled(ADMIN, "gone", false, "left");
        List<SignIn> attempts = new java.util.ArrayList<>();
        for (String name : List.of("otto", "nobody", "not a name", "")) {
            long before = hashing.computed();
            attempts.add(signIn(name, "a wrong password", "from " + name));
            assertEquals(before + 1, hashing.computed(), "hashes for " + name);
        }
        long before = hashing.computed();
        attempts.add(signIn("gone", PASSWORD, "from there"));
        assertEquals(before + 1, hashing.computed(), "hashes for a disabled account");
        attempts.add(signIn("otto", "x".repeat(100_000), "from there"));
        assertEquals(before + 2, hashing.computed(), "hashes for an endless password");
        attempts.forEach(this::assertRefused);
    }

    @Test
    void fiveFailuresFromAnywhereLockTheNameForFiveMinutesInTheSameWords() {
        create("otto", Role.OPERATOR);
        for (int i = 0; i < 5; i++) {
            assertRefused(signIn("Otto", "a wrong password", "from " + i));
        }
        assertEquals(Optional.of(START.plusSeconds(300)), view("otto").lockedUntil());
        long before = hashing.computed();
        assertRefused(signIn("otto", PASSWORD, HERE));
        assertEquals(before + 1, hashing.computed(), "hashes for a locked account");
        ticker.advanceMillis(299_999);
        assertRefused(signIn("otto", PASSWORD, HERE));
        ticker.advanceMillis(1);
        in("otto", PASSWORD);
        assertEquals(0, view("otto").failures());
        assertEquals(Optional.of(clock.instant()), view("otto").lastSignIn());
    }

    @Test
    void fiveFailuresFromOneOriginLockItForEveryNameAndSayUntilWhen() {
        create("otto", Role.OPERATOR);
        for (int i = 0; i < 5; i++) {
            assertRefused(signIn("nobody" + i, "a wrong password", HERE));
        }
        long before = hashing.computed();
        SignIn.Refused refused = assertInstanceOf(SignIn.Refused.class, signIn("otto", PASSWORD, HERE));
        assertTrue(refused.message().contains("12:05:01 UTC"), refused.message());
        assertEquals(refused, signIn("nobody", PASSWORD, HERE));
        assertEquals(before, hashing.computed(), "a locked origin costs nothing");
        assertInstanceOf(SignIn.SignedIn.class, signIn("otto", PASSWORD, "elsewhere"));
        ticker.advanceMillis(300_000);
        in("otto", PASSWORD);
    }

    @Test
    void anAdminUnlocksByEnablingOrByANewPassword() {
        create("otto", Role.OPERATOR);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 5; i++) {
                signIn("otto", "a wrong password", "from " + round + i);
            }
            assertTrue(view("otto").lockedUntil().isPresent());
            if (round == 0) {
                users.setEnabled(ADMIN, "otto", true, "it was them");
                in("otto", PASSWORD);
            } else {
                in("otto", users.resetPassword(ADMIN, "otto", "they forgot"));
            }
        }
    }

    @Test
    void theLastAdminIsLockedByTimeAloneAndNeverForEver() {
        create("anna", Role.ADMIN);
        for (int i = 0; i < 50; i++) {
            signIn("anna", "a wrong password", "from " + i);
        }
        ticker.advanceMillis(300_000);
        in("anna", PASSWORD);
    }

    @Test
    void aSignInCountsUntilItsAccountChanges() {
        create("otto", Role.OPERATOR);
        List<Runnable> changes = List.of(
                () -> users.setRole(ADMIN, "otto", Role.VIEWER, "for now"),
                () -> {
                    users.setEnabled(ADMIN, "otto", false, "for now");
                    users.setEnabled(ADMIN, "otto", true, "again");
                },
                () -> users.resetToPassword(ADMIN, "otto", PASSWORD.toCharArray(), "leaked"),
                () -> {
                    users.delete(ADMIN, "otto", "left");
                    create("otto", Role.VIEWER);
                });
        for (Runnable change : changes) {
            Operator otto = in("otto", PASSWORD);
            assertTrue(users.isValid(otto));
            users.setEnabled(ADMIN, "otto", true, "takes a lock away only");
            assertTrue(users.isValid(otto));
            change.run();
            assertFalse(users.isValid(otto));
            assertFails(
                    Kind.FORBIDDEN,
                    () -> users.changePassword(otto, PASSWORD.toCharArray(), "another password".toCharArray()));
        }
        assertFalse(users.isValid(new Operator("otto", Role.VIEWER, HERE)));
    }

    @Test
    void anAdminWhoWasTakenAwayCanChangeNothingMore() {
        create("anna", Role.ADMIN);
        create("bert", Role.ADMIN);
        Operator anna = in("anna", PASSWORD);
        users.setRole(in("bert", PASSWORD), "anna", Role.OPERATOR, "no longer");
        assertFails(Kind.FORBIDDEN, () -> users.create(anna, "carl", Role.VIEWER, "a friend"));
        assertFails(Kind.FORBIDDEN, () -> users.delete(anna, "bert", "revenge"));
    }

    @Test
    void thereIsAlwaysAnEnabledAdminAndNobodyEndsThemselves() {
        create("anna", Role.ADMIN);
        create("bert", Role.ADMIN);
        create("otto", Role.OPERATOR);
        users.setEnabled(ADMIN, "bert", false, "away");
        for (Executable end : List.<Executable>of(
                () -> users.delete(ADMIN, "anna", "left"),
                () -> users.setRole(ADMIN, "anna", Role.OPERATOR, "less"),
                () -> users.setEnabled(ADMIN, "anna", false, "away"))) {
            String message = assertFails(Kind.INVALID, end);
            assertTrue(message.contains("last enabled admin"), message);
        }
        users.setEnabled(ADMIN, "bert", true, "back");
        Operator anna = in("anna", PASSWORD);
        for (Executable end : List.<Executable>of(
                () -> users.delete(anna, "Anna", "left"),
                () -> users.setRole(anna, "anna", Role.VIEWER, "less"),
                () -> users.setEnabled(anna, "anna", false, "away"))) {
            assertFails(Kind.INVALID, end);
        }
        users.delete(anna, "bert", "left");
        assertEquals(
                List.of("anna", "otto"),
                users.list(ADMIN).stream().map(UserView::name).toList());
    }

    @Test
    void onlyAdminsSeeAndChangeUsersAndNeverWithoutAReason() {
        create("otto", Role.OPERATOR);
        Operator otto = in("otto", PASSWORD);
        List<Executable> calls = List.of(
                () -> users.list(otto),
                () -> users.create(otto, "x", Role.ADMIN, "because"),
                () -> users.createWithPassword(otto, "x", Role.ADMIN, PASSWORD.toCharArray(), "because"),
                () -> users.resetPassword(otto, "otto", "because"),
                () -> users.resetToPassword(otto, "otto", PASSWORD.toCharArray(), "because"),
                () -> users.setRole(otto, "otto", Role.ADMIN, "because"),
                () -> users.setEnabled(otto, "otto", false, "because"),
                () -> users.setEnabled(otto, "otto", true, "because"),
                () -> users.delete(otto, "otto", "because"));
        calls.forEach(call -> assertFails(Kind.FORBIDDEN, call));
        List<Executable> unreasoned = List.of(
                () -> users.create(ADMIN, "x", Role.ADMIN, " "),
                () -> users.resetPassword(ADMIN, "otto", ""),
                () -> users.setRole(ADMIN, "otto", Role.ADMIN, "x".repeat(501)),
                () -> users.setEnabled(ADMIN, "otto", false, " "),
                () -> users.delete(ADMIN, "otto", " "));
        unreasoned.forEach(call -> assertFails(Kind.INVALID, call));
        assertEquals(Role.OPERATOR, view("otto").role());
    }

    @Test
    void whatDoesNotExistIsUnknownAndWhatExistsIsNotMadeTwice() {
        create("otto", Role.OPERATOR);
        assertFails(Kind.UNKNOWN, () -> users.setRole(ADMIN, "nobody", Role.ADMIN, "because"));
        assertFails(Kind.UNKNOWN, () -> users.delete(ADMIN, "<b>", "because"));
        assertFails(Kind.UNKNOWN, () -> users.resetPassword(ADMIN, "nobody", "because"));
        assertFails(Kind.INVALID, () -> users.create(ADMIN, "OTTO", Role.ADMIN, "because"));
        assertFails(Kind.INVALID, () -> users.create(ADMIN, "otto the great", Role.ADMIN, "because"));
    }

    @Test
    void aNewPasswordNeedsTheOldOneAndTheRules() {
        create("otto", Role.OPERATOR);
        Operator otto = in("otto", PASSWORD);
        for (String next : List.of("short", "x".repeat(201), PASSWORD)) {
            assertFails(Kind.INVALID, () -> users.changePassword(otto, PASSWORD.toCharArray(), next.toCharArray()));
        }
        for (int i = 0; i < 5; i++) {
            String message = assertFails(
                    Kind.INVALID,
                    () -> users.changePassword(otto, "wrong".toCharArray(), "another password".toCharArray()));
            assertEquals("the old password is wrong", message);
        }
        String message = assertFails(
                Kind.INVALID,
                () -> users.changePassword(otto, PASSWORD.toCharArray(), "another password".toCharArray()));
        assertTrue(message.startsWith("Too many failed sign-ins"), message);
        ticker.advanceMillis(300_000);
        Operator changed = users.changePassword(otto, PASSWORD.toCharArray(), "another password".toCharArray());
        assertTrue(users.isValid(changed) && !users.isValid(otto));
        in("otto", "another password");
    }

    @Test
    void aHashOfAnotherCostIsMadeAnewAtTheNextSignIn() {
        create("otto", Role.OPERATOR);
        PasswordHashing dearer = new PasswordHashing(new Cost(128, 2), ticker);
        UsersControl later = new UsersControl(accounts, audit, dearer, clock, ticker);
        String before = accounts.find("otto").orElseThrow().passwordHash();
        Operator otto = in("otto", PASSWORD);
        assertEquals(before, accounts.find("otto").orElseThrow().passwordHash());
        assertInstanceOf(SignIn.SignedIn.class, later.signIn("otto", PASSWORD.toCharArray(), HERE));
        assertTrue(dearer.isCurrent(accounts.find("otto").orElseThrow().passwordHash()));
        assertTrue(later.isValid(otto), "the password is the same");
        assertInstanceOf(SignIn.SignedIn.class, later.signIn("otto", PASSWORD.toCharArray(), HERE));
    }

    @Test
    void everythingLeavesAnEntryAndWhatWasTypedAsANameDoesNot() {
        create("anna", Role.ADMIN);
        Operator anna = in("anna", PASSWORD);
        assertEquals(
                List.of(
                        "user.create|os:root|cli|anna||admin|they are new|done",
                        "signin.success|anna|" + HERE + "|anna||||done"),
                entries(2));
        users.create(anna, "otto", Role.VIEWER, "new here");
        users.setRole(anna, "otto", Role.OPERATOR, "learned it");
        users.setEnabled(anna, "otto", false, "away");
        users.setEnabled(anna, "otto", true, "back");
        users.resetPassword(anna, "otto", "forgotten");
        users.delete(anna, "otto", "left");
        users.signedOut(anna);
        assertEquals(
                List.of(
                        "user.create|anna|" + HERE + "|otto||viewer|new here|done",
                        "user.role|anna|" + HERE + "|otto|viewer|operator|learned it|done",
                        "user.disable|anna|" + HERE + "|otto|enabled|disabled|away|done",
                        "user.enable|anna|" + HERE + "|otto|disabled|enabled|back|done",
                        "user.password|anna|" + HERE + "|otto||one-time password|forgotten|done",
                        "user.delete|anna|" + HERE + "|otto|operator||left|done",
                        "signout|anna|" + HERE + "|anna||||done"),
                entries(7));
        for (int i = 0; i < 5; i++) {
            signIn("my-secret-password-as-a-name", "otto", "there");
        }
        List<String> failures = entries(6);
        assertEquals(
                "signin.failure|(unknown name)|there|(unknown name)|||name or password is wrong|failed",
                failures.getFirst());
        assertEquals(
                "signin.locked|(unknown name)|there|there|||5 failures: the origin is locked until"
                        + " 2026-11-25T12:05:00Z|done",
                failures.getLast());
        signIn("anna", PASSWORD, "there");
        assertEquals(failures, entries(6), "a locked origin leaves no entries");
    }

    @Test
    void passwordsAreWipedAndNowhereToBeFound() {
        create("anna", Role.ADMIN);
        char[] canary = "canary-of-anna-1".toCharArray();
        char[] wiped = new char[canary.length];
        users.resetToPassword(ADMIN, "anna", canary, "to look for it");
        assertArrayEquals(wiped, canary);
        canary = "canary-of-anna-1".toCharArray();
        SignIn signedIn = users.signIn("anna", canary, HERE);
        assertArrayEquals(wiped, canary);
        Operator anna = assertInstanceOf(SignIn.SignedIn.class, signedIn).operator();
        char[] old = "canary-of-anna-1".toCharArray();
        char[] next = "canary-of-anna-2".toCharArray();
        String said = String.valueOf(users.changePassword(anna, old, next));
        assertArrayEquals(wiped, old);
        assertArrayEquals(wiped, next);
        char[] refused = "canary-x".toCharArray();
        said += assertFails(Kind.INVALID, () -> users.createWithPassword(ADMIN, "x", Role.VIEWER, refused, "no"));
        assertArrayEquals(new char[refused.length], refused);
        said += signIn("anna", "canary-of-anna-3", HERE);
        said += accounts.list() + entries(100).toString() + signedIn + users.list(ADMIN);
        assertFalse(said.contains("canary-"), said);
        assertFalse(said.contains("argon2"), said);
    }
}
