package io.heliograph.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.accounts.PasswordHashing;
import io.heliograph.server.accounts.PasswordHashing.Cost;
import io.heliograph.server.audit.AuditEntry;
import io.heliograph.server.audit.AuditFilter;
import io.heliograph.server.audit.AuditFinding;
import io.heliograph.server.audit.AuditLog;
import io.heliograph.server.audit.AuditRecord;
import io.heliograph.server.control.ControlException;
import io.heliograph.server.control.ControlException.Kind;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import io.heliograph.server.control.SignIn;
import io.heliograph.server.control.UserView;
import io.heliograph.server.control.UsersControl;
import io.heliograph.server.error.StoreException;
import io.heliograph.server.store.AccountTables;
import io.heliograph.server.store.AuditTables;
import io.heliograph.server.store.Database;
import io.heliograph.server.store.SharedDatabase;
import io.heliograph.server.testing.FakeTicker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users and their audit in one database on a disk. */
final class UsersInDatabaseTest {
    private static final Operator ROOT = new Operator("os:root", Role.ADMIN, "cli");
    private static final String PASSWORD = "canary of a password";

    @TempDir
    private Path folder;

    private final FakeTicker ticker = new FakeTicker();
    private final InstantSource clock =
            () -> Instant.parse("2026-11-25T12:00:00Z").plusNanos(ticker.nanos());

    @SuppressWarnings("NullAway.Init")
    private SharedDatabase database;

    @BeforeEach
    void open() {
        database = new SharedDatabase(() -> Database.open("jdbc:h2:file:" + folder.resolve("users"), "sa", ""), ticker);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private AuditLog audit() {
        return new AuditTables(database, clock);
    }

    private UsersControl users(AuditLog audit) {
        return new UsersControl(
                new AccountTables(database), audit, new PasswordHashing(new Cost(64, 1), ticker), clock, ticker);
    }

    /** An audit that does something else with a record, in the transaction of the change. */
    private AuditLog auditThat(UnaryOperator<AuditRecord> appends) {
        AuditLog log = audit();
        return new AuditLog() {
            @Override
            public AuditEntry append(AuditRecord record) {
                return log.append(appends.apply(record));
            }

            @Override
            public List<AuditEntry> newest(AuditFilter filter, int limit) {
                return log.newest(filter, limit);
            }

            @Override
            public AuditFinding verify() {
                return log.verify();
            }
        };
    }

    private static void create(UsersControl users, String name, Role role) {
        users.createWithPassword(ROOT, name, role, PASSWORD.toCharArray(), "new here");
    }

    private static SignIn signIn(UsersControl users, String name, String password) {
        return users.signIn(name, password.toCharArray(), "console 127.0.0.1");
    }

    private static Operator in(UsersControl users, String name) {
        return assertInstanceOf(SignIn.SignedIn.class, signIn(users, name, PASSWORD))
                .operator();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void ofTwoAdminsWhoDeleteEachOtherOneStays() throws Exception {
        UsersControl users = users(audit());
        create(users, "anna", Role.ADMIN);
        create(users, "bert", Role.ADMIN);
        Operator anna = in(users, "anna");
        Operator bert = in(users, "bert");
        CountDownLatch annaHasNotCommitted = new CountDownLatch(1);
        CountDownLatch bertIsOnHisWay = new CountDownLatch(1);
        UsersControl slow = users(auditThat(record -> {
            annaHasNotCommitted.countDown();
            await(bertIsOnHisWay);
            return record;
        }));
        CompletableFuture<String> first = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                slow.delete(anna, "bert", "it is him or me");
                first.complete("done");
            } catch (RuntimeException e) {
                first.complete(String.valueOf(e));
            }
        });
        await(annaHasNotCommitted);
        CompletableFuture<Kind> second = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            bertIsOnHisWay.countDown();
            second.complete(assertThrows(ControlException.class, () -> users.delete(bert, "anna", "it is her or me"))
                    .kind());
        });
        assertEquals("done", first.get(10, TimeUnit.SECONDS));
        assertEquals(Kind.FORBIDDEN, second.get(10, TimeUnit.SECONDS));
        assertEquals(
                List.of("anna"), users.list(ROOT).stream().map(UserView::name).toList());
    }

    @Test
    void whatCannotBeWrittenDownIsNotDone() {
        UsersControl users = users(audit());
        create(users, "anna", Role.ADMIN);
        UsersControl mute = users(auditThat(record -> {
            throw new StoreException("the disk is full");
        }));
        ControlException refused =
                assertThrows(ControlException.class, () -> mute.create(ROOT, "otto", Role.VIEWER, "new here"));
        assertEquals(Kind.UNAVAILABLE, refused.kind());
        assertThrows(ControlException.class, () -> mute.setRole(ROOT, "anna", Role.VIEWER, "less"));
        assertEquals(new SignIn.Refused("Nobody can sign in now: the disk is full"), signIn(mute, "anna", PASSWORD));
        mute.signedOut(ROOT);
        assertEquals(1, users.list(ROOT).size());
        assertTrue(users.list(ROOT).getFirst().lastSignIn().isEmpty());
        assertEquals(Role.ADMIN, users.list(ROOT).getFirst().role());
    }

    @Test
    void whatIsNotDoneIsNotWrittenDown() {
        UsersControl users = users(audit());
        create(users, "anna", Role.ADMIN);
        int before = audit().newest(AuditFilter.ALL, 100).size();
        AuditLog forgetful = auditThat(record -> {
            audit().append(record);
            throw new StoreException("the disk is full");
        });
        assertThrows(ControlException.class, () -> users(forgetful).create(ROOT, "otto", Role.VIEWER, "new here"));
        assertEquals(before, audit().newest(AuditFilter.ALL, 100).size());
        assertTrue(audit().verify().isIntact());
    }

    @Test
    void aDatabaseThatCannotBeUsedRefusesInOneLineAndEndsNoSignIn() {
        UsersControl users = users(audit());
        create(users, "anna", Role.ADMIN);
        Operator anna = in(users, "anna");
        database.close();
        SignIn.Refused refused = assertInstanceOf(SignIn.Refused.class, signIn(users, "anna", PASSWORD));
        assertTrue(refused.message().startsWith("Nobody can sign in now: "), refused.message());
        assertEquals(1, refused.message().lines().count());
        assertFalse(refused.message().contains("Exception"), refused.message());
        assertTrue(users.isValid(anna));
        assertEquals(
                Kind.UNAVAILABLE,
                assertThrows(ControlException.class, () -> users.list(anna)).kind());
        assertEquals(
                Kind.UNAVAILABLE,
                assertThrows(ControlException.class, users::createFirstAdmin).kind());
    }

    @Test
    void aLockAndASignInOutliveTheProcessAndNoPasswordIsOnTheDisk() throws IOException {
        UsersControl users = users(audit());
        create(users, "anna", Role.ADMIN);
        create(users, "otto", Role.VIEWER);
        for (int i = 0; i < 5; i++) {
            users.signIn("otto", "canary of a guess".toCharArray(), "from " + i);
        }
        Operator anna = in(users, "anna");
        database.close();
        open();
        UsersControl later = users(audit());
        assertTrue(later.isValid(anna));
        assertEquals(
                Kind.INVALID,
                assertThrows(ControlException.class, () -> later.delete(anna, "anna", "x"))
                        .kind());
        assertInstanceOf(SignIn.Refused.class, signIn(later, "otto", PASSWORD));
        assertTrue(later.list(anna).getLast().lockedUntil().isPresent());
        ticker.advanceMillis(300_000);
        assertInstanceOf(SignIn.SignedIn.class, signIn(later, "otto", PASSWORD));
        database.close();
        try (Stream<Path> files = Files.list(folder)) {
            String bytes = "";
            for (Path file : files.toList()) {
                bytes += Files.readString(file, StandardCharsets.ISO_8859_1);
            }
            assertTrue(bytes.contains("otto") && bytes.contains("$argon2id$"), "texts are readable in the file");
            assertFalse(bytes.contains("canary"));
        }
    }

    @Test
    void theFirstAdminIsMadeOnceForAllServersOfADatabase() {
        assertTrue(users(audit()).createFirstAdmin().isPresent());
        assertTrue(users(audit()).createFirstAdmin().isEmpty());
        assertEquals(
                "user.create",
                audit().newest(AuditFilter.ALL, 1).getFirst().record().action());
    }
}
