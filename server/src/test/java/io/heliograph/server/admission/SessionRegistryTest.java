package io.heliograph.server.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.vad.DetectorPool;
import io.heliograph.server.vad.VoiceDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions and their seats, above all when many want them at once. */
final class SessionRegistryTest extends AdmissionFixture {
    private static final int CONTENDERS = 64;
    private static final int SEATS = 10;

    @ParameterizedTest
    @ValueSource(strings = {"server.max_sessions", "server.max_sessions_per_ip", "server.max_sessions_per_api_key"})
    void exactlyAsManyGetInAsThereAreSeats(String limit) throws Exception {
        limit(limit, SEATS);
        List<AdmissionDecision> decisions = race(number ->
                create(new Drafts().id("s" + number).with("api_key", "same").token()));
        List<Session> admitted = decisions.stream()
                .filter(AdmissionDecision.Admitted.class::isInstance)
                .map(decision -> ((AdmissionDecision.Admitted) decision).session())
                .toList();
        assertEquals(SEATS, admitted.size());
        assertEquals(SEATS, sessions.size());
        assertEquals(SEATS, detectors.inUse());
        assertEquals(
                CONTENDERS - SEATS, events.of(ServerEvent.SessionLimitHit.class).size());
        // Each is removed by many at once, and its seats come back once.
        for (Session session : admitted) {
            sessions.claim(session);
        }
        race(number -> {
            sessions.remove(admitted.get(number % SEATS), "over");
            return true;
        });
        assertEquals(0, sessions.size());
        assertEquals(0, detectors.inUse());
        assertEquals(SEATS, events.of(ServerEvent.SessionRemoved.class).size());
        long again = race(number -> create(new Drafts().id("t" + number).with("api_key", "same"))).stream()
                .filter(AdmissionDecision.Admitted.class::isInstance)
                .count();
        assertEquals(SEATS, again);
    }

    @Test
    void noBurstBetweenTwoMeasurementsSlipsThroughTheMeasuredRoom() throws Exception {
        sessions.boundBy(() -> new MeasuredRoom(SEATS, "it was measured"));
        limit("server.admission_by_headroom", true);
        limit("server.max_sessions", CONTENDERS - 1);
        List<AdmissionDecision> decisions = race(number -> create(new Drafts().id("s" + number)));
        assertEquals(SEATS, sessions.size());
        List<AdmissionDecision.Rejected> refused = decisions.stream()
                .filter(AdmissionDecision.Rejected.class::isInstance)
                .map(AdmissionDecision.Rejected.class::cast)
                .toList();
        assertEquals(CONTENDERS - SEATS, refused.size());
        for (AdmissionDecision.Rejected refusal : refused) {
            assertEquals(ErrorCode.SESSION_LIMIT_EXCEEDED, refusal.errorCode());
            assertEquals("limit total, in use 10 of 10 that there is room for: it was measured", refusal.detail());
            assertTrue(refusal.isUnavailable(), "fewer are registered than the limit allows");
        }
        assertEquals(
                CONTENDERS - SEATS,
                events.of(ServerEvent.SessionLimitHit.class).stream()
                        .filter(hit -> hit.limit() == ServerEvent.SessionLimit.TOTAL)
                        .count());
        assertFalse(sessions.hasRoom(limits.sessions()));
        limit("server.admission_by_headroom", false);
        assertTrue(sessions.hasRoom(limits.sessions()));
        admitted(new Drafts().id("one more"));
    }

    @Test
    void theFixedLimitStaysTheUpperBoundOfTheMeasuredRoom() {
        sessions.boundBy(() -> new MeasuredRoom(5, "it was measured"));
        limit("server.admission_by_headroom", true);
        limit("server.max_sessions", 1);
        admitted(new Drafts().id("one"));
        AdmissionDecision.Rejected refusal = rejected(new Drafts().id("two"));
        assertEquals("limit total, in use 1 of 1", refusal.detail());
        assertFalse(refusal.isUnavailable());
        assertFalse(sessions.hasRoom(limits.sessions()));
    }

    @Test
    void oneIdIsRegisteredOnceHoweverManyWantIt() throws Exception {
        long admitted = race(number -> create(new Drafts())).stream()
                .filter(AdmissionDecision.Admitted.class::isInstance)
                .count();
        assertEquals(1, admitted);
        assertEquals(1, detectors.inUse());
    }

    @Test
    void unclaimedSessionsExpireAndClaimedOnesDoNot() {
        Session claimed = admitted(new Drafts().id("claimed"));
        Session old = admitted(new Drafts().id("old"));
        assertTrue(sessions.claim(claimed));
        ticker.advanceMillis(600);
        Session young = admitted(new Drafts().id("young"));
        ticker.advanceMillis(399);
        assertEquals(0, sessions.expireUnclaimed(ticker.nanos(), 1_000_000_000));
        ticker.advanceMillis(1);
        assertEquals(1, sessions.expireUnclaimed(ticker.nanos(), 1_000_000_000));
        assertEquals(Session.State.REMOVED, old.state());
        assertEquals(Session.State.CREATED, young.state());
        assertEquals(Session.State.STREAMING, claimed.state());
        assertFalse(sessions.claim(old));
        assertEquals(
                List.of(new ServerEvent.SessionRemoved("old", "expired")), events.of(ServerEvent.SessionRemoved.class));
        assertEquals(2, detectors.inUse());
        assertEquals(1, sessions.removeUnclaimed("server_shutdown"));
        assertEquals(List.of(claimed), sessions.all());
    }

    /** Asks for the seat of a session that ends, while its detector is given back. */
    @Test
    void noSeatIsFreeBeforeItsDetectorIs() {
        limit("server.max_sessions", 1);
        List<AdmissionDecision> meanwhile = new ArrayList<>();
        List<Runnable> onReset = new ArrayList<>();
        DetectorPool pool = new DetectorPool(() -> new ResettableDetector(onReset), 1, 1, 0);
        SessionRegistry registry = new SessionRegistry(pool, events);
        AdmissionController controller = controller(registry);
        Session leaving = assertInstanceOf(
                        AdmissionDecision.Admitted.class,
                        controller.create(new Drafts().id("leaving").draft(), ADDRESS))
                .session();
        onReset.add(
                () -> meanwhile.add(controller.create(new Drafts().id("coming").draft(), ADDRESS)));
        registry.claim(leaving);
        registry.remove(leaving, "over");
        AdmissionDecision.Rejected refusal = assertInstanceOf(AdmissionDecision.Rejected.class, meanwhile.getFirst());
        assertEquals(ErrorCode.SESSION_LIMIT_EXCEEDED, refusal.errorCode());
        assertEquals("limit total, in use 1 of 1", refusal.detail());
        assertInstanceOf(
                AdmissionDecision.Admitted.class,
                controller.create(new Drafts().id("coming").draft(), ADDRESS));
    }

    /** Tells of each reset. */
    private record ResettableDetector(List<Runnable> onReset) implements VoiceDetector {
        @Override
        public void detect(float[] samples, int offset, int windows, float[] probabilities) {
            throw new AssertionError("nothing is heard here");
        }

        @Override
        public void reset() {
            onReset.forEach(Runnable::run);
        }

        @Override
        public void close() {}
    }

    @Test
    void aLoweredLimitThrowsNobodyOut() {
        for (int i = 0; i < 3; i++) {
            admitted(new Drafts().id("s" + i));
        }
        limit("server.max_sessions", 1);
        rejected(new Drafts());
        assertEquals(3, sessions.size());
        sessions.remove(sessions.find("s0").orElseThrow(), "over");
        sessions.remove(sessions.find("s1").orElseThrow(), "over");
        rejected(new Drafts());
        sessions.remove(sessions.find("s2").orElseThrow(), "over");
        admitted(new Drafts());
    }

    @Test
    void removingAnEndedSessionLeavesItsSuccessorAlone() {
        Session first = admitted(new Drafts());
        sessions.remove(first, "over");
        Session second = admitted(new Drafts());
        sessions.remove(first, "over");
        assertEquals(second, sessions.find("s").orElseThrow());
        assertEquals(1, detectors.inUse());
    }

    @RepeatedTest(100)
    void claimAndExpiryNeverBothWin() throws Exception {
        Session session = admitted(new Drafts());
        List<Boolean> won = together(
                List.of(() -> sessions.claim(session), () -> sessions.expireUnclaimed(ticker.nanos(), 0) == 1));
        assertNotEquals(won.get(0), won.get(1));
        assertEquals(won.get(0) ? 1 : 0, sessions.size());
        assertEquals(won.get(0) ? 1 : 0, detectors.inUse());
    }

    private interface Contender<T> {
        T act(int number);
    }

    private static <T> List<T> race(Contender<T> contender) throws Exception {
        List<Callable<T>> all = new ArrayList<>();
        for (int i = 0; i < CONTENDERS; i++) {
            int number = i;
            all.add(() -> contender.act(number));
        }
        return together(all);
    }

    /** Lets all of them loose at the same moment. */
    private static <T> List<T> together(List<Callable<T>> all) throws InterruptedException, ExecutionException {
        CountDownLatch placed = new CountDownLatch(all.size());
        try (ExecutorService threads = Executors.newFixedThreadPool(all.size())) {
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> one : all) {
                running.add(threads.submit(() -> {
                    placed.countDown();
                    placed.await();
                    return one.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        }
    }
}
