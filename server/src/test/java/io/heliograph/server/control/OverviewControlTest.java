package io.heliograph.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.audit.InMemoryAuditLog;
import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.error.StatusName;
import io.heliograph.server.limits.ChangeNote;
import io.heliograph.server.limits.InMemoryLimitsStore;
import io.heliograph.server.limits.Limits;
import io.heliograph.server.limits.LiveLimits;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.ServerEvent.RpcMethod;
import io.heliograph.server.testing.FakeTicker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The server at a glance. */
final class OverviewControlTest {
    private static final Operator VIEWER = new Operator("vera", Role.VIEWER, "test");

    private final SloBench bench = new SloBench();
    private final CalmServer server = new CalmServer();
    private final FakeTicker ticker = new FakeTicker();
    private final AtomicLong wallSec = new AtomicLong(SloBench.NOW.getEpochSecond());
    private final LiveLimits limits = new LiveLimits(Limits.defaults());
    private final InMemoryLimitsStore store =
            new InMemoryLimitsStore(Limits.defaults(), new InMemoryAuditLog(this::wall), this::wall);
    private boolean isOrderedToDrain;
    private int passedSec;
    private Optional<String> database = Optional.empty();
    private final OverviewControl overview = new OverviewControl(
            new OverviewSources(
                    server,
                    server::health,
                    () -> 1,
                    () -> isOrderedToDrain,
                    limits,
                    store,
                    bench.engine(),
                    () -> database,
                    "1.2"),
            ticker,
            this::wall);

    @AfterEach
    void close() {
        bench.close();
    }

    private Instant wall() {
        return Instant.ofEpochSecond(wallSec.get());
    }

    /** As with a page that is open. */
    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            ticker.advanceMillis(1_000);
            wallSec.incrementAndGet();
            if (++passedSec % 5 == 0) {
                overview.addPoint();
            }
            overview.now(VIEWER);
        }
    }

    /** As with nobody looking. */
    private void passAlone(int seconds) {
        for (int i = 0; i < seconds / 5; i++) {
            ticker.advanceMillis(5_000);
            wallSec.addAndGet(5);
            overview.addPoint();
        }
    }

    private List<String> problems() {
        return overview.now(VIEWER).problems().stream().map(Problem::text).toList();
    }

    private void refuse(int calls) {
        for (int i = 0; i < calls; i++) {
            overview.sink()
                    .record(new ServerEvent.RpcEnded(
                            RpcMethod.CREATE_SESSION, StatusName.RESOURCE_EXHAUSTED, null, "", "", "c", 1, false));
        }
    }

    @Test
    void aServerWithNothingWrongIsWell() {
        pass(1);
        OverviewView now = overview.now(VIEWER);
        assertEquals("All is well", now.headline());
        assertEquals(List.of(), now.problems());
        assertEquals(List.of(1, 2), List.of(now.busyWorkers(), now.workers()));
        assertEquals(50, now.maxSessions());
        assertTrue(now.residentBytes() > 0, "the process has memory");
    }

    @Test
    void theStepOfTheOverloadLadderIsNamedAndWeighed() {
        server.overloadStep = 1;
        pass(1);
        assertEquals(List.of("the server is overloaded: step 1 of 4 (stretch partials)"), problems());
        assertEquals(
                Problem.Severity.WARNING,
                overview.now(VIEWER).problems().getFirst().severity());
        server.overloadStep = 3;
        pass(1);
        assertEquals(List.of("the server is overloaded: step 3 of 4 (refuse sessions)"), problems());
        assertEquals(
                Problem.Severity.ERROR,
                overview.now(VIEWER).problems().getFirst().severity());
        server.overloadStep = 0;
        pass(1);
        assertEquals(List.of(), problems());
    }

    @Test
    void aFullServerSaysThatClientsAreRefused() {
        server.sessions = 45;
        pass(1);
        assertEquals(List.of("sessions are at 90 % of max_sessions (45 of 50)"), problems());
        Instant first = overview.now(VIEWER).problems().getFirst().since();
        server.sessions = 50;
        server.ready = false;
        refuse(2);
        pass(2);
        assertEquals(
                List.of(
                        "sessions are at 100 % of max_sessions: new clients are refused",
                        "2 calls were turned away in the last minute"),
                problems());
        assertEquals(first, overview.now(VIEWER).problems().getFirst().since(), "it is the same trouble");
        assertEquals("1 problem needs you", overview.now(VIEWER).headline());
        server.sessions = 3;
        server.ready = true;
        pass(61);
        assertEquals(List.of(), problems(), "the refusals are a minute old");
        server.sessions = 50;
        pass(1);
        assertNotEquals(first, overview.now(VIEWER).problems().getFirst().since(), "it is a new one");
    }

    @Test
    void eachKindOfTroubleHasItsWords() {
        server.bufferBytes = 950;
        server.pending = 64;
        server.throttled = true;
        server.deadWorkers = 1;
        server.logDrops = 7;
        isOrderedToDrain = true;
        server.draining = true;
        pass(1);
        assertEquals(
                List.of(
                        "1 of 2 decode workers are dead",
                        "pending decodes are at 100 % of max_pending_decodes_global: partials are skipped",
                        "buffered audio is at 95 % of max_total_buffer_bytes (950 of 1000)",
                        "the adaptive throttle holds back: partials come less often",
                        "7 log records were dropped since the server started",
                        "server is draining: new sessions are refused, open ones go on"),
                problems());
        server.deadWorkers = 0;
        server.poolHealthy = false;
        isOrderedToDrain = false;
        pass(1);
        assertEquals("too many decodes failed or timed out lately", problems().getFirst());
        assertTrue(problems().contains("server is stopping: new sessions are refused"));
        server.draining = false;
        server.grpcRunning = false;
        database = Optional.of("the disk is full");
        pass(1);
        assertTrue(problems().contains("the database cannot be used: changes are refused (the disk is full)"));
        assertTrue(problems().contains("the gRPC port is closed: nobody can be served"));
    }

    @Test
    void aMissedObjectiveIsToldWithItsNumbers() {
        bench.finals(1_944, 100);
        bench.finals(56, 9_000);
        pass(5);
        assertTrue(
                problems().contains("Final text objective is missed: 97.2 % of 99 % in 30 days"), problems()::toString);
    }

    @Test
    void ratesAreThoseOfTheLastMinuteAndOfEachPoint() {
        pass(5);
        for (int i = 0; i < 10; i++) {
            overview.sink().record(new ServerEvent.ResultSent(true));
        }
        refuse(5);
        overview.sink().record(new ServerEvent.FinalSent(700_000_000L, 1, 2, true));
        overview.sink().record(new ServerEvent.FinalSent(9_000_000_000L, 1, 2, false));
        pass(5);
        assertEquals(10, overview.now(VIEWER).resultsPerMinute());
        assertEquals(5, overview.now(VIEWER).refusedPerMinute());
        OverviewPoint last = overview.recent(VIEWER).points().getLast();
        assertEquals(2.0, last.resultsPerSecond(), 1e-9);
        assertEquals(1.0, last.refusedPerSecond(), 1e-9);
        assertEquals(0.7, last.finalP99Sec(), 0.01, "an upload is not judged");
        assertTrue(Double.isNaN(last.firstResultP99Sec()));
        pass(60);
        assertEquals(0, overview.now(VIEWER).resultsPerMinute());
        assertTrue(Double.isNaN(overview.recent(VIEWER).points().getLast().finalP99Sec()), "a minute later it is past");
    }

    @Test
    void whoLooksSeesTheServerAsItIsAlthoughNobodyLookedBefore() {
        passAlone(10);
        refuse(7);
        passAlone(10);
        refuse(2);
        server.sessions = 3;
        ticker.advanceMillis(899);
        assertEquals(0, overview.now(VIEWER).sessions(), "less than a second ago nobody was there");
        ticker.advanceMillis(1);
        assertEquals(3, overview.now(VIEWER).sessions());
        assertEquals(9, overview.now(VIEWER).refusedPerMinute());
        assertEquals(
                List.of(0.0, 0.0, 1.4, 0.0),
                overview.recent(VIEWER).points().stream()
                        .map(OverviewPoint::refusedPerSecond)
                        .toList());
        passAlone(55);
        assertEquals(2, overview.now(VIEWER).refusedPerMinute(), "the seven were refused more than a minute ago");
    }

    @Test
    void aServerWhereNothingHappensIsLookedAtLessOften() {
        passAlone(60);
        assertEquals(Duration.ofSeconds(15), overview.pause());
        passAlone(15);
        overview.now(VIEWER);
        passAlone(5);
        assertEquals(Duration.ofSeconds(5), overview.pause(), "somebody looks");
        passAlone(55);
        assertEquals(Duration.ofSeconds(5), overview.pause(), "less than a minute without anything");
        passAlone(5);
        assertEquals(Duration.ofSeconds(15), overview.pause());
        server.sessions = 1;
        passAlone(120);
        assertEquals(Duration.ofSeconds(5), overview.pause(), "there is a session");
        server.sessions = 0;
        passAlone(60);
        assertEquals(Duration.ofSeconds(15), overview.pause());
        refuse(3);
        ticker.advanceMillis(15_000);
        wallSec.addAndGet(15);
        overview.addPoint();
        assertEquals(Duration.ofSeconds(5), overview.pause(), "somebody called");
        assertEquals(0.2, overview.recent(VIEWER).points().getLast().refusedPerSecond(), 1e-9);
    }

    @Test
    void pointsThatAreFartherApartDoNotMakeTheHalfHourLonger() {
        passAlone(30);
        for (int i = 0; i < 30 * 4; i++) {
            ticker.advanceMillis(15_000);
            wallSec.addAndGet(15);
            overview.addPoint();
        }
        List<OverviewPoint> points = overview.recent(VIEWER).points();
        assertEquals(30 * 4 + 1, points.size());
        assertEquals(wall().minusSeconds(1_800), points.getFirst().at());
    }

    @Test
    void aStreamThatAnOperatorEndsWasNotTurnedAway() {
        pass(1);
        overview.sink()
                .record(new ServerEvent.RpcEnded(
                        RpcMethod.STREAM,
                        StatusName.UNAVAILABLE,
                        ErrorCode.SERVER_SHUTTING_DOWN,
                        "",
                        "s",
                        "c",
                        1,
                        false));
        pass(1);
        assertEquals(0, overview.now(VIEWER).refusedPerMinute());
    }

    @Test
    void theLastHalfHourIsBoundedAndMarksChanges() {
        pass(10);
        limits.replace(store.save(0, Limits.defaults().with(Map.of("server.max_sessions", 9)), note()));
        pass(5);
        OverviewMark mark = overview.recent(VIEWER).marks().getFirst();
        assertEquals("version 1 by otto: server.max_sessions " + before() + " → 9", mark.text());
        pass(5 * HalfHour.MAX_POINTS);
        assertEquals(HalfHour.MAX_POINTS, overview.recent(VIEWER).points().size());
        assertEquals(List.of(), overview.recent(VIEWER).marks(), "it is longer ago than the chart shows");
    }

    private static ChangeNote note() {
        return new ChangeNote(ChangeNote.Cause.CHANGE, "otto", "operator", "test", "room");
    }

    private static String before() {
        return String.valueOf(Limits.defaults().sessions().maxSessions());
    }
}
