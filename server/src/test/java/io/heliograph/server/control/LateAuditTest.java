package io.heliograph.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What an operator does without a database is written down later, in order and with its time. */
final class LateAuditTest {
    private static final Operator OPERATOR = new Operator("otto", Role.OPERATOR, "console 10.1.2.3");
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    private final Switched log = new Switched();
    private final LateAudit late = new LateAudit(log, InstantSource.fixed(AT));

    /** An audit that can be on a full disk. */
    private static final class Switched implements AuditLog {
        private final InMemoryAuditLog kept = new InMemoryAuditLog(InstantSource.fixed(AT.plusSeconds(60)));
        private boolean isFull;

        @Override
        public AuditEntry append(AuditRecord record) {
            if (isFull) {
                throw new StoreException("no space left on device");
            }
            return kept.append(record);
        }

        @Override
        public List<AuditEntry> newest(AuditFilter filter, int limit) {
            return kept.newest(filter, limit);
        }

        @Override
        public AuditFinding verify() {
            return kept.verify();
        }
    }

    private void append(String reason) {
        late.append(late.by(OPERATOR, AuditAction.SERVER_DRAIN, "").because(reason));
    }

    private List<String> reasons() {
        return log.newest(AuditFilter.ALL, 1_000).reversed().stream()
                .map(entry -> entry.record().reason())
                .toList();
    }

    @Test
    void itIsTriedAgainOnlyWhileSomethingWaits() {
        AtomicInteger began = new AtomicInteger();
        late.whenOneWaits(began::incrementAndGet);
        append("in time");
        assertEquals(List.of(Duration.ofMinutes(10), 0), List.of(late.pause(), began.get()));
        log.isFull = true;
        append("late");
        assertEquals(List.of(Duration.ofSeconds(5), 1), List.of(late.pause(), began.get()));
        log.isFull = false;
        late.catchUp();
        assertEquals(List.of(Duration.ofMinutes(10), 1), List.of(late.pause(), began.get()));
    }

    @Test
    void withADatabaseAnEntryIsThereAtOnceAndAsItIs() {
        append("a");
        assertEquals(List.of("a"), reasons());
    }

    @Test
    void withoutADatabaseAnEntryWaitsAndThenSaysWhenItWasDone() {
        log.isFull = true;
        append("a");
        append("b");
        late.catchUp();
        assertEquals(List.of(), reasons());
        log.isFull = false;
        late.catchUp();
        String later = "\n(done at 2026-01-02T03:04:05Z, written later, because the audit could not be written then)";
        assertEquals(List.of("a" + later, "b" + later), reasons());
        late.catchUp();
        assertEquals(2, reasons().size(), "once");
        assertTrue(log.verify().isIntact());
    }

    @Test
    void nothingOvertakesWhatWaits() {
        log.isFull = true;
        append("first");
        log.isFull = false;
        append("second");
        assertTrue(reasons().getFirst().startsWith("first"), reasons().toString());
        assertEquals("second", reasons().getLast());
    }

    @Test
    void asManyAsMayWaitAndThenNothingIsDone() {
        log.isFull = true;
        for (int i = 0; i < LateAudit.MAX_WAITING; i++) {
            append("a");
        }
        ControlException refused = assertThrows(ControlException.class, () -> append("one too many"));
        assertEquals(ControlException.Kind.UNAVAILABLE, refused.kind());
        log.isFull = false;
        late.close();
        assertEquals(LateAudit.MAX_WAITING, reasons().size());
    }
}
