package io.heliograph.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.audit.AuditEntry;
import io.heliograph.server.audit.AuditFilter;
import io.heliograph.server.audit.AuditFinding;
import io.heliograph.server.error.StoreException;
import io.heliograph.server.limits.ChangeNote;
import io.heliograph.server.limits.LimitKey;
import io.heliograph.server.limits.Limits;
import io.heliograph.server.limits.LimitsChange;
import io.heliograph.server.limits.LimitsConflictException;
import io.heliograph.server.limits.ValueChange;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Limits and their audit on a disk, over restarts: on H2, and on PostgreSQL where it is installed. */
final class LimitsTablesTest {
    private static final String SESSIONS = "server.max_sessions";
    private static final String KEYS = "auth.api_keys";
    private static final String DIGEST = "ab".repeat(32);
    private static final AtomicInteger COUNT = new AtomicInteger();

    private static Optional<TestPostgres> postgres = Optional.empty();

    @TempDir
    private static Path folder;

    @BeforeAll
    static void startPostgres() throws Exception {
        postgres = TestPostgres.start();
    }

    @AfterAll
    static void stopPostgres() throws Exception {
        if (postgres.isPresent()) {
            postgres.get().close();
        }
    }

    /** An empty database of each kind. */
    static Stream<String> databases() {
        int number = COUNT.incrementAndGet();
        return Stream.concat(
                Stream.of("jdbc:h2:file:" + folder.resolve("db" + number)),
                postgres.stream().map(server -> server.emptyDatabase("db" + number)));
    }

    private static StoreScene start(String url) {
        return start(url, Map.of());
    }

    private static StoreScene start(String url, Map<String, Object> configured) {
        StoreScene scene = new StoreScene(url, configured);
        scene.limits.settle();
        return scene;
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aFreshDatabaseHasTheConfiguredLimitsAndNothingElse(String url) {
        try (StoreScene scene = start(url, Map.of(SESSIONS, 7))) {
            assertEquals(0, scene.limits.current().version());
            assertEquals(7, scene.limits.current().sessions().maxSessions());
            assertEquals(List.of(), scene.limits.history());
            assertEquals(0, scene.audit.verify().entries());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aChangeIsInForceAfterARestartAndVersionsGoOn(String url) {
        try (StoreScene scene = start(url)) {
            assertEquals(
                    1, scene.change(Map.of(SESSIONS, 9, "vad.silence", 0.6)).version());
        }
        try (StoreScene scene = start(url)) {
            Limits now = scene.limits.current();
            assertEquals(1, now.version());
            assertEquals(9, now.sessions().maxSessions());
            assertEquals(2, scene.change(Map.of(SESSIONS, 10)).version());
            assertEquals(9, scene.limits.version(1).orElseThrow().sessions().maxSessions());
            assertEquals(Optional.empty(), scene.limits.version(3));
            LimitsChange newest = scene.limits.history().getFirst();
            assertEquals(
                    new LimitsChange(
                            2,
                            StoreScene.AT,
                            "ada",
                            "because",
                            List.of(new ValueChange(LimitKey.MAX_SESSIONS, "9", "10"))),
                    newest);
            assertEquals(2, scene.limits.history().size());
            AuditEntry entry = scene.audit.newest(AuditFilter.ALL, 1).getFirst();
            assertEquals("limits version 2", entry.record().target());
            assertEquals("server.max_sessions: 10", entry.record().after());
            assertEquals(StoreScene.AT, entry.at());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aConfigurationThatWasChangedSinceWinsAndSaysSo(String url) {
        try (StoreScene scene = start(url, Map.of(SESSIONS, 5))) {
            scene.change(Map.of(SESSIONS, 9, "vad.silence", 0.6));
        }
        try (StoreScene scene = start(url, Map.of(SESSIONS, 6))) {
            Limits now = scene.limits.current();
            assertEquals(2, now.version());
            assertEquals(6, now.sessions().maxSessions(), "the file was changed");
            assertEquals(0.6, now.value(LimitKey.VAD_SILENCE), "the file still says what it said");
            LimitsChange change = scene.limits.history().getFirst();
            assertEquals("configuration", change.author());
            assertEquals(List.of(new ValueChange(LimitKey.MAX_SESSIONS, "9", "6")), change.changes());
            assertEquals(
                    "limits.configuration",
                    scene.audit.newest(AuditFilter.ALL, 1).getFirst().record().action());
        }
        try (StoreScene scene = start(url, Map.of(SESSIONS, 6))) {
            assertEquals(2, scene.limits.current().version(), "it is not said twice");
        }
        try (StoreScene scene = start(url, Map.of(SESSIONS, 5))) {
            assertEquals(5, scene.limits.current().sessions().maxSessions(), "what the file overruled does not return");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aValueThatIsSetBackToTheConfiguredOneFollowsTheConfigurationAgain(String url) {
        try (StoreScene scene = start(url, Map.of(SESSIONS, 5))) {
            scene.change(Map.of(SESSIONS, 9));
            scene.change(Map.of(SESSIONS, 5));
            assertEquals(List.of(), scene.database.read(handle -> LimitRows.overrides(handle)));
        }
        try (StoreScene scene = start(url, Map.of(SESSIONS, 8))) {
            assertEquals(8, scene.limits.current().sessions().maxSessions());
            assertEquals(3, scene.limits.current().version());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aSecretWorksAfterARestartAndIsShownNowhere(String url) {
        try (StoreScene scene = start(url)) {
            scene.change(Map.of(KEYS, List.of(DIGEST)));
        }
        try (StoreScene scene = start(url)) {
            assertEquals(List.of(DIGEST), scene.limits.current().value(LimitKey.API_KEYS));
            assertEquals(
                    "***",
                    scene.limits.history().getFirst().changes().getFirst().after());
            assertEquals(
                    "auth.api_keys: ***",
                    scene.audit.newest(AuditFilter.ALL, 1).getFirst().record().after());
            for (String column : List.of(
                    "snapshot from limit_version",
                    "shown_after from limit_change",
                    "configured_then from limit_override",
                    "state_after from audit_entry")) {
                String shown = scene.database.read(handle -> handle.createQuery("select " + column)
                        .mapTo(String.class)
                        .one());
                assertFalse(shown.contains(DIGEST), column);
            }
        }
        try (StoreScene scene = start(url, Map.of(KEYS, List.of("cd".repeat(32))))) {
            assertEquals(List.of("cd".repeat(32)), scene.limits.current().value(LimitKey.API_KEYS));
            assertEquals(2, scene.limits.current().version());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aValueOfAnotherReleaseIsLeftAlone(String url) {
        try (StoreScene scene = start(url)) {
            scene.change(Map.of(SESSIONS, 9, "vad.threshold", 0.7));
            scene.tamper("insert into limit_override values ('server.of_tomorrow', '1', '2', 1)");
            scene.tamper("update limit_override set set_value = '17' where limit_key = 'vad.threshold'");
        }
        try (StoreScene scene = start(url)) {
            assertEquals(9, scene.limits.current().sessions().maxSessions());
            assertEquals(0.5, scene.limits.current().value(LimitKey.VAD_THRESHOLD), "17 is impossible");
            assertEquals(
                    List.of(SESSIONS, "server.of_tomorrow"),
                    scene.database.read(handle -> LimitRows.overrides(handle)).stream()
                            .map(LimitOverride::key)
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void ofTwoServersAndManyThreadsOnOneVersionOneWins(String url) throws InterruptedException {
        int threads = 8;
        CountDownLatch go = new CountDownLatch(1);
        ConcurrentLinkedQueue<String> outcomes = new ConcurrentLinkedQueue<>();
        try (StoreScene scene = start(url);
                ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            // Another process with the same database would hold limits of its own.
            LimitsTables other = new LimitsTables(
                    scene.database, scene.audit, Limits.defaults(), InstantSource.fixed(StoreScene.AT));
            other.settle();
            for (int i = 0; i < threads; i++) {
                LimitsTables mine = i % 2 == 0 ? scene.limits : other;
                Limits next = mine.current().with(Map.of(SESSIONS, 10 + i));
                pool.execute(() -> {
                    try {
                        go.await();
                        outcomes.add("won "
                                + mine.save(0, next, StoreScene.note("race")).version());
                    } catch (LimitsConflictException e) {
                        outcomes.add("lost to " + e.currentVersion());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            go.countDown();
            pool.shutdown();
            assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));
            assertEquals(threads, outcomes.size());
            assertEquals(1, outcomes.stream().filter("won 1"::equals).count(), outcomes.toString());
            assertEquals(
                    threads - 1, outcomes.stream().filter("lost to 1"::equals).count(), outcomes.toString());
            assertEquals(1, scene.limits.history().size());
            assertEquals(1, scene.audit.verify().entries());
            assertEquals(scene.limits.current().sessions(), other.current().sessions(), "the loser has read what won");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aChangeWhoseEntryCannotBeWrittenIsNotThereEither(String url) {
        try (StoreScene scene = start(url)) {
            scene.change(Map.of(SESSIONS, 9));
            scene.tamper("delete from audit_head");
            assertThrows(StoreException.class, () -> scene.change(Map.of(SESSIONS, 10)));
            scene.tamper("insert into audit_head values (1, 0, 'x')");
            assertThrows(StoreException.class, () -> scene.change(Map.of(SESSIONS, 11)));
            assertEquals(9, scene.limits.current().sessions().maxSessions());
            assertEquals(1, scene.limits.history().size());
            assertEquals(1, scene.audit.newest(AuditFilter.ALL, 10).size());
        }
    }

    /** Everything somebody can do to a row of a table, and where it has to be found. */
    @ParameterizedTest
    @MethodSource("databases")
    void whatIsDoneToTheTablesIsFound(String url) {
        try (StoreScene scene = start(url)) {
            for (int i = 0; i < 5; i++) {
                scene.change(Map.of(SESSIONS, 20 + i));
            }
            assertTrue(scene.audit.verify().isIntact());
            for (String column : List.of(
                    "author = 'x'",
                    "author_role = 'x'",
                    "origin = 'x'",
                    "action = 'x'",
                    "target = 'x'",
                    "state_before = 'x'",
                    "state_after = 'x'",
                    "reason = 'x'",
                    "is_success = false",
                    "made_at = timestamp with time zone '2020-01-01 00:00:00+00'",
                    "previous_hash = 'x'",
                    "hash = 'x'")) {
                foundAt(scene, 3, "update audit_entry set " + column + " where sequence = 3");
            }
            foundAt(scene, 3, "delete from audit_entry where sequence = 3");
            foundAt(scene, 1, "delete from audit_entry where sequence = 1");
            foundAt(scene, 5, "delete from audit_entry where sequence = 5");
            foundAt(scene, 1, "delete from audit_entry");
            foundAt(scene, 6, "delete from audit_head");
            foundAt(scene, 6, copyOf(5, 6));
            foundAt(scene, 0, copyOf(5, 0));
            foundAt(
                    scene,
                    2,
                    "update audit_entry set sequence = 99 where sequence = 2",
                    "update audit_entry set sequence = 2 where sequence = 4",
                    "update audit_entry set sequence = 4 where sequence = 99");
            foundAt(
                    scene,
                    4,
                    "delete from audit_entry where sequence = 5",
                    "update audit_entry set sequence = 5 where sequence = 4");
        }
    }

    private static String copyOf(int sequence, int number) {
        return "insert into audit_entry select " + number
                + ", made_at, author, author_role, origin, action, target, state_before, state_after, reason, is_success,"
                + " previous_hash, hash from audit_entry where sequence = " + sequence;
    }

    private static final class TakenBack extends RuntimeException {}

    /** Tampers, verifies and takes it back. */
    private static void foundAt(StoreScene scene, long sequence, String... statements) {
        AuditFinding[] found = new AuditFinding[1];
        assertThrows(
                TakenBack.class,
                () -> scene.database.write(handle -> {
                    for (String statement : statements) {
                        handle.execute(statement);
                    }
                    found[0] = AuditTables.verify(handle);
                    throw new TakenBack();
                }));
        String what = String.join("; ", statements) + " → " + found[0].words();
        assertFalse(found[0].isIntact(), what);
        assertEquals(sequence, found[0].firstBadSequence().getAsLong(), what);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aFilterFindsInTheTablesWhatItFindsInMemory(String url) {
        try (StoreScene scene = start(url)) {
            scene.limits.save(
                    0,
                    Limits.defaults().with(Map.of(SESSIONS, 20)),
                    new ChangeNote(ChangeNote.Cause.CHANGE, "Bob", "admin", "console ::1", "100% 'sure'_!"));
            scene.change(Map.of(SESSIONS, 21));
            assertEquals(1, count(scene, "bob", "", "", 0));
            assertEquals(0, count(scene, "bo", "", "", 0));
            assertEquals(2, count(scene, "", "limits.change", "", 0));
            assertEquals(0, count(scene, "", "limits.chang_", "", 0));
            assertEquals(1, count(scene, "", "", "100% 'SURE'_!", 0));
            assertEquals(0, count(scene, "", "", "100_", 0));
            assertEquals(1, count(scene, "", "", "", 2));
            assertEquals(
                    2,
                    scene.audit
                            .newest(
                                    new AuditFilter(
                                            Optional.of(StoreScene.AT),
                                            Optional.of(StoreScene.AT.plusMillis(1)),
                                            "",
                                            "",
                                            "",
                                            0),
                                    10)
                            .size());
            assertEquals(1, scene.audit.newest(AuditFilter.ALL, 1).size());
        }
    }

    private static int count(StoreScene scene, String author, String action, String text, long before) {
        return scene.audit
                .newest(new AuditFilter(Optional.empty(), Optional.empty(), author, action, text, before), 10)
                .size();
    }
}
