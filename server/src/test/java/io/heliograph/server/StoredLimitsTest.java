package io.heliograph.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.control.AuditQuery;
import io.heliograph.server.control.ControlException;
import io.heliograph.server.control.ControlPlane;
import io.heliograph.server.control.LimitsOutcome;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import io.heliograph.server.testing.ScriptedModel;
import io.heliograph.server.testing.ServerFixture;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole server and its database: what operators have set outlives it, and a database that cannot be used stops nobody. */
final class StoredLimitsTest {
    private static final Operator ADMIN = new Operator("ada", Role.ADMIN, "test");
    private static final String SESSIONS = "server.max_sessions";

    @TempDir
    Path folder;

    /** Starts one that keeps its records, as if it had a console. */
    private ServerFixture start(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("console.port", 8080);
        return ServerFixture.start(ScriptedModel.naming(), folder, all);
    }

    private static LimitsOutcome change(ControlPlane control, String key, Object value) {
        return control.limits().change(ADMIN, control.limits().view(ADMIN).version(), Map.of(key, value), "because");
    }

    private static String value(ControlPlane control, String key) {
        return control.limits().view(ADMIN).entries().stream()
                .filter(entry -> entry.key().equals(key))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private Path file() {
        return folder.resolve("data/heliograph.mv.db");
    }

    @Test
    void whatAnOperatorHasSetIsInForceAfterARestart() throws Exception {
        try (ServerFixture fixture = start(Map.of())) {
            ControlPlane control = fixture.server().control();
            assertEquals(new LimitsOutcome.Applied(1), change(control, SESSIONS, 2));
            assertEquals(new LimitsOutcome.Applied(2), change(control, "logging.level", "DEBUG"));
            control.sessions().drain(ADMIN, "a new release");
        }
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        try (ServerFixture fixture = start(Map.of())) {
            ControlPlane control = fixture.server().control();
            assertEquals(2, control.limits().view(ADMIN).version());
            assertEquals("2", value(control, SESSIONS));
            assertEquals(
                    List.of(SESSIONS, "logging.level"),
                    control.limits().view(ADMIN).drift().stream()
                            .map(entry -> entry.key())
                            .toList());
            List<String> heard = new ArrayList<>();
            control.onLimitsChange(limits -> heard.add(limits.logging().level()));
            assertEquals(List.of("DEBUG"), heard, "whoever listens hears at once what is in force");
            assertEquals(
                    3,
                    control.audit().page(ADMIN, AuditQuery.newest(10)).entries().size());
            assertTrue(control.audit().verify(ADMIN).isIntact());
            assertEquals(new LimitsOutcome.Applied(3), control.limits().rollBack(ADMIN, 2, 0, "as configured"));
        }
        try (ServerFixture fixture = start(Map.of(SESSIONS, 7))) {
            ControlPlane control = fixture.server().control();
            assertEquals("7", value(control, SESSIONS));
            assertEquals(4, control.limits().view(ADMIN).version());
            assertEquals(
                    "configuration", control.limits().history(ADMIN).getFirst().author());
        }
    }

    @Test
    void goingBackDoesNotLetAKeyInThatWasTakenAway() {
        try (ServerFixture fixture = start(Map.of())) {
            ControlPlane control = fixture.server().control();
            change(control, "auth.api_keys", List.of("ab".repeat(32)));
            change(control, SESSIONS, 2);
            change(control, "auth.api_keys", List.of("cd".repeat(32)));
            assertInstanceOf(LimitsOutcome.Applied.class, control.limits().rollBack(ADMIN, 3, 1, "back"));
            assertEquals("4", value(control, SESSIONS));
            assertEquals(
                    List.of(SESSIONS),
                    control.limits().history(ADMIN).getFirst().differences().stream()
                            .map(difference -> difference.key())
                            .toList());
        }
    }

    @Test
    void aDatabaseThatSomebodyElseHoldsIsTakenOverWhenItIsFree() throws Exception {
        try (ServerFixture fixture = start(Map.of())) {
            change(fixture.server().control(), SESSIONS, 2);
        }
        CountDownLatch inForce = new CountDownLatch(1);
        ServerFixture fixture;
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertTrue(lock.isValid());
            fixture = start(Map.of());
            ControlPlane control = fixture.server().control();
            assertEquals("4", value(control, SESSIONS), "the configured limits are in force");
            ControlException refused = assertThrows(ControlException.class, () -> change(control, SESSIONS, 9));
            assertEquals(ControlException.Kind.UNAVAILABLE, refused.kind());
            assertTrue(String.valueOf(refused.getMessage()).contains("in use"), refused.getMessage());
            assertFalse(control.store().view(ADMIN).isUsable());
            control.sessions().drain(ADMIN, "something is wrong");
            assertTrue(control.sessions().isDraining(ADMIN), "an operator need not wait for the database");
            control.onLimitsChange(limits -> {
                if (limits.version() == 1) {
                    inForce.countDown();
                }
            });
        }
        try (fixture) {
            assertTrue(inForce.await(60, TimeUnit.SECONDS));
            assertEquals("2", value(fixture.server().control(), SESSIONS));
            assertTrue(fixture.server().control().store().view(ADMIN).isUsable());
            ControlPlane control = fixture.server().control();
            control.sessions().undoDrain(ADMIN, "all is well");
            assertTrue(control.audit().verify(ADMIN).isIntact());
            String audit = control.audit().exportCsv(ADMIN, AuditQuery.newest(10));
            assertTrue(audit.contains("server.drain") && audit.contains("something is wrong"), audit);
            assertEquals(new LimitsOutcome.Applied(2), change(control, SESSIONS, 3));
        }
    }

    @Test
    void aDatabaseThatIsBrokenStopsNobody() throws Exception {
        Files.createDirectory(folder.resolve("data"));
        Files.writeString(file(), "this is no database".repeat(1_000));
        try (ServerFixture fixture = start(Map.of())) {
            ControlPlane control = fixture.server().control();
            assertEquals("4", value(control, SESSIONS));
            assertEquals(
                    ControlException.Kind.UNAVAILABLE,
                    assertThrows(ControlException.class, () -> change(control, SESSIONS, 9))
                            .kind());
            assertEquals(1, control.store().view(ADMIN).problem().lines().count(), "one line");
        }
        assertTrue(Files.readString(file()).startsWith("this is no database"), "it is left as it was");
    }

    @Test
    void aFileThatIsDeletedUnderTheServerIsNoticedAndCanStillBeSaved() throws Exception {
        Path copy = folder.resolve("copy.zip");
        try (ServerFixture fixture = start(Map.of())) {
            ControlPlane control = fixture.server().control();
            change(control, SESSIONS, 2);
            Files.delete(file());
            ControlException refused = assertThrows(ControlException.class, () -> change(control, SESSIONS, 9));
            assertTrue(String.valueOf(refused.getMessage()).contains("deleted or replaced"), refused.getMessage());
            assertEquals("2", value(control, SESSIONS));
            assertEquals(
                    1,
                    control.audit().page(ADMIN, AuditQuery.newest(9)).entries().size());
            assertFalse(Files.exists(copy));
        }
    }

    @Test
    void aBackupIsMadeWhileTheServerRunsAndWrittenDown() throws Exception {
        Path copy = folder.resolve("copy.zip");
        try (ServerFixture fixture = start(Map.of())) {
            ControlPlane control = fixture.server().control();
            change(control, SESSIONS, 2);
            control.store().backup(ADMIN, copy);
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)));
            assertTrue(Files.size(copy) > 1_000);
            ControlException exists =
                    assertThrows(ControlException.class, () -> control.store().backup(ADMIN, copy));
            assertTrue(String.valueOf(exists.getMessage()).contains("exists already"), exists.getMessage());
            assertEquals(
                    List.of("store.backup false", "store.backup true", "store.backup true", "limits.change true"),
                    control.audit().page(ADMIN, AuditQuery.newest(9)).entries().stream()
                            .map(entry -> entry.action() + " " + entry.isSuccess())
                            .toList());
            assertEquals(
                    ControlException.Kind.FORBIDDEN,
                    assertThrows(
                                    ControlException.class,
                                    () -> control.store()
                                            .backup(new Operator("otto", Role.OPERATOR, "test"), folder.resolve("x")))
                            .kind());
        }
    }
}
