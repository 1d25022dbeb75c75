package io.heliograph.server.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.audit.AuditEntry;
import io.heliograph.server.audit.AuditFilter;
import io.heliograph.server.audit.InMemoryAuditLog;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InMemoryLimitsStoreTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    private final InMemoryAuditLog audit = new InMemoryAuditLog(InstantSource.fixed(AT));
    private final InMemoryLimitsStore store =
            new InMemoryLimitsStore(Limits.defaults(), audit, InstantSource.fixed(AT));

    private static ChangeNote note(String author, String reason) {
        return new ChangeNote(ChangeNote.Cause.CHANGE, author, "operator", "test", reason);
    }

    private Limits withSessions(int number) {
        return store.current().with(Map.of("server.max_sessions", number));
    }

    @Test
    void eachSaveMakesTheNextVersion() {
        Limits saved = store.save(0, withSessions(9), note("ada", "load test"));
        assertEquals(1, saved.version());
        assertSame(saved, store.current());
        assertEquals(2, store.save(1, withSessions(10), note("bob", "")).version());
    }

    @Test
    void aStaleVersionIsRefusedWithBothVersions() {
        store.save(0, withSessions(9), note("ada", ""));
        LimitsConflictException e =
                assertThrows(LimitsConflictException.class, () -> store.save(0, withSessions(10), note("bob", "")));
        assertEquals(0, e.expectedVersion());
        assertEquals(1, e.currentVersion());
        assertTrue(String.valueOf(e.getMessage()).contains("version 0, but version 1"), e.getMessage());
        assertEquals(9, store.current().sessions().maxSessions());
        assertEquals(1, store.history().size());
    }

    @Test
    void theHistorySaysWhoChangedWhatNewestFirst() {
        store.save(0, withSessions(9), note("ada", "load test"));
        store.save(1, withSessions(10), note("bob", ""));
        assertEquals(
                List.of(
                        new LimitsChange(2, AT, "bob", "", List.of(new ValueChange(LimitKey.MAX_SESSIONS, "9", "10"))),
                        new LimitsChange(
                                1, AT, "ada", "load test", List.of(new ValueChange(LimitKey.MAX_SESSIONS, "4", "9")))),
                store.history());
    }

    @Test
    void eachChangeLeavesAnEntryInTheAudit() {
        store.save(0, withSessions(9), note("ada", "load test"));
        assertThrows(LimitsConflictException.class, () -> store.save(0, withSessions(10), note("bob", "")));
        List<AuditEntry> entries = audit.newest(AuditFilter.ALL, 10);
        assertEquals(1, entries.size());
        assertEquals("limits.change", entries.getFirst().record().action());
        assertEquals("limits version 1", entries.getFirst().record().target());
        assertEquals("server.max_sessions: 4", entries.getFirst().record().before());
        assertEquals("server.max_sessions: 9", entries.getFirst().record().after());
        assertEquals("load test", entries.getFirst().record().reason());
    }

    @Test
    void aChangeWithoutAuthorIsNotStored() {
        assertThrows(IllegalArgumentException.class, () -> store.save(0, withSessions(9), note(" ", "")));
        assertEquals(0, store.current().version());
        assertEquals(List.of(), store.history());
        assertEquals(0, audit.verify().entries());
    }

    @Test
    void theHistoryIsBounded() {
        for (int i = 0; i < InMemoryLimitsStore.MAX_HISTORY + 5; i++) {
            store.save(i, store.current(), note("ada", ""));
        }
        assertEquals(InMemoryLimitsStore.MAX_HISTORY, store.history().size());
        assertEquals(
                InMemoryLimitsStore.MAX_HISTORY + 5, store.history().getFirst().version());
    }

    @Test
    void ofManyChangesOfOneVersionOneWins() throws InterruptedException {
        int threads = 8;
        CountDownLatch start = new CountDownLatch(1);
        ConcurrentLinkedQueue<Long> outcomes = new ConcurrentLinkedQueue<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                pool.execute(() -> {
                    try {
                        start.await();
                        outcomes.add(store.save(0, Limits.defaults(), note("ada", ""))
                                .version());
                    } catch (LimitsConflictException e) {
                        outcomes.add(-e.currentVersion());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            start.countDown();
            pool.shutdown();
            assertTrue(pool.awaitTermination(10, TimeUnit.SECONDS));
        }
        assertEquals(threads, outcomes.size());
        assertEquals(1, outcomes.stream().filter(version -> version == 1).count());
        assertEquals(
                threads - 1, outcomes.stream().filter(version -> version == -1).count());
    }
}
