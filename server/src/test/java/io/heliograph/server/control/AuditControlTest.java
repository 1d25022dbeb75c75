package io.heliograph.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.audit.AuditAction;
import io.heliograph.server.audit.AuditEntry;
import io.heliograph.server.audit.AuditFilter;
import io.heliograph.server.audit.AuditFinding;
import io.heliograph.server.audit.AuditLog;
import io.heliograph.server.audit.AuditRecord;
import io.heliograph.server.audit.InMemoryAuditLog;
import io.heliograph.server.error.StoreException;
import io.heliograph.server.testing.ScriptedModel;
import io.heliograph.server.testing.ServerFixture;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators do is written down, can be read, and is not done if it cannot be written down. */
final class AuditControlTest {
    private static final Operator VIEWER = new Operator("vera", Role.VIEWER, "test");
    private static final Operator OPERATOR = new Operator("otto", Role.OPERATOR, "console 10.1.2.3");
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    private final InMemoryAuditLog log = new InMemoryAuditLog(InstantSource.fixed(AT));
    private final AuditControl audit = new AuditControl(log);

    /** An audit on a full disk. */
    private static final class BrokenLog implements AuditLog {
        @Override
        public AuditEntry append(AuditRecord record) {
            throw new StoreException("no space left on device");
        }

        @Override
        public List<AuditEntry> newest(AuditFilter filter, int limit) {
            throw new StoreException("no space left on device");
        }

        @Override
        public AuditFinding verify() {
            throw new StoreException("no space left on device");
        }
    }

    @Test
    void whatIsDoneOnAServerHasAnEntryWithWhoFromWhereAndWhy(@TempDir Path folder) {
        try (ServerFixture fixture =
                ServerFixture.start(ScriptedModel.naming(), folder, Map.of("server.max_sessions", 3))) {
            ControlPlane control = fixture.server().control();
            control.limits().change(OPERATOR, 0, Map.of("server.max_sessions", 1), "too busy");
            control.limits()
                    .change(OPERATOR, 1, Map.of("auth.api_keys", List.of("ab".repeat(32))), "a key for the tenant");
            control.limits().rollBack(OPERATOR, 2, 0, "quiet again");
            control.sessions().drain(OPERATOR, "new release");
            control.sessions().undoDrain(OPERATOR, "not yet");
            List<AuditEntryView> entries =
                    control.audit().page(VIEWER, AuditQuery.newest(10)).entries();
            assertEquals(
                    List.of("server.undrain", "server.drain", "limits.rollback", "limits.change", "limits.change"),
                    entries.stream().map(AuditEntryView::action).toList());
            AuditEntryView first = entries.getLast();
            assertEquals(
                    List.of("otto", "operator", "console 10.1.2.3", "limits version 1", "too busy"),
                    List.of(first.author(), first.role(), first.origin(), first.target(), first.reason()));
            assertEquals("server.max_sessions: 3", first.before());
            assertEquals("server.max_sessions: 1", first.after());
            assertEquals("auth.api_keys: ***", entries.get(3).after());
            assertTrue(control.audit().verify(VIEWER).isIntact());
        }
    }

    @Test
    void aPageSaysWhetherThereAreOlderOnes() {
        for (int i = 0; i < 5; i++) {
            new AuditTrail(log).append(new AuditTrail(log).by(OPERATOR, AuditAction.SIGNOUT, ""));
        }
        AuditPage page = audit.page(VIEWER, AuditQuery.newest(3));
        assertEquals(
                List.of(5L, 4L, 3L),
                page.entries().stream().map(AuditEntryView::sequence).toList());
        assertTrue(page.hasOlder());
        AuditPage older = audit.page(VIEWER, new AuditQuery(Optional.empty(), Optional.empty(), "", "", "", 3, 3));
        assertEquals(
                List.of(2L, 1L),
                older.entries().stream().map(AuditEntryView::sequence).toList());
        assertFalse(older.hasOlder());
        assertEquals(
                ControlException.Kind.INVALID,
                assertThrows(ControlException.class, () -> AuditQuery.newest(501))
                        .kind());
    }

    @Test
    void anExportIsWrittenDownAndNoFormula() {
        new AuditTrail(log)
                .append(AuditRecord.of(AuditAction.SIGNIN_FAILURE, "=1+1", "", "console", "a,\"b\"")
                        .because("two\nlines")
                        .failed());
        String csv = audit.exportCsv(OPERATOR, AuditQuery.newest(1));
        assertEquals(
                List.of(
                        "sequence,at,author,role,origin,action,target,before,after,reason,done,previous_hash,hash",
                        "1,2026-01-02T03:04:05Z,'=1+1,,console,signin.failure,\"a,\"\"b\"\"\",,,\"two"),
                csv.lines().limit(2).toList());
        assertEquals(
                "audit.export",
                audit.page(VIEWER, AuditQuery.newest(1)).entries().getFirst().action());
        assertEquals(
                ControlException.Kind.FORBIDDEN,
                assertThrows(ControlException.class, () -> audit.exportCsv(VIEWER, AuditQuery.newest(1)))
                        .kind());
    }

    @Test
    void whatCannotBeWrittenDownIsNotDone() {
        ControlException refused = assertThrows(
                ControlException.class,
                () -> new AuditTrail(new BrokenLog())
                        .append(new AuditTrail(log).by(OPERATOR, AuditAction.SIGNOUT, "")));
        assertEquals(ControlException.Kind.UNAVAILABLE, refused.kind());
        assertEquals(
                "not now, because the server's records cannot be used: no space left on device", refused.getMessage());
        AuditControl broken = new AuditControl(new BrokenLog());
        assertEquals(
                ControlException.Kind.UNAVAILABLE,
                assertThrows(ControlException.class, () -> broken.verify(VIEWER))
                        .kind());
    }
}
