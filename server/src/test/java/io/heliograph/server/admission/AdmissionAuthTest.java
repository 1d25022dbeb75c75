package io.heliograph.server.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.heliograph.server.admission.AdmissionDecision.Admitted;
import io.heliograph.server.admission.AdmissionDecision.Rejected;
import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.error.SttException;
import io.heliograph.server.telemetry.Hash16;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.ServerEvent.RateScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class AdmissionAuthTest {
    private static final Map<String, String> NOTHING = Map.of();
    private static final Map<String, String> KEY = Map.of("api_key", "k-1");

    /** SHA-256 of {@code k-1}; its first 16 characters are the contract's hash16. */
    private static final String DIGEST = "7c35c5a1785d20704e44d5de4beb81c1fce91b6fe48ed7c3159af6f7f832078b";

    private static final long NOW = 1_700_000_000;

    private static ErrorCode code(AdmissionDecision decision) {
        return assertInstanceOf(Rejected.class, decision).errorCode();
    }

    @Test
    void theFirstFailingCheckWins() {
        AuthFixture fixture = new AuthFixture(
                AuthProfile.SIGNED_TOKEN,
                Map.of(
                        "auth.require_api_key", true,
                        "server.create_session_rps", 1,
                        "server.create_session_burst", 1,
                        "server.max_sessions", 1));
        AuthHeaders proof = AuthFixture.signed("a", NOW);
        fixture.draining = true;
        assertEquals(ErrorCode.SERVER_SHUTTING_DOWN, code(fixture.create("", NOTHING, AuthHeaders.NONE)));
        fixture.draining = false;
        assertEquals(ErrorCode.SESSION_ID_REQUIRED, code(fixture.create(" ", NOTHING, AuthHeaders.NONE)));
        assertEquals(ErrorCode.API_KEY_MISSING, code(fixture.create("a", NOTHING, AuthHeaders.NONE)));
        assertEquals(ErrorCode.CREATE_SESSION_AUTH_INVALID, code(fixture.create("a", KEY, AuthHeaders.NONE)));
        assertInstanceOf(Admitted.class, fixture.create("a", KEY, proof));
        // The bucket is empty and the seat taken: the bucket comes first.
        assertEquals(ErrorCode.CREATE_SESSION_RATE_LIMITED, code(fixture.create("a", KEY, proof)));
        fixture.ticker.advanceMillis(1000);
        assertEquals(ErrorCode.SESSION_LIMIT_EXCEEDED, code(fixture.create("a", KEY, proof)));
        fixture.change(Map.of("server.max_sessions", 0));
        fixture.ticker.advanceMillis(1000);
        assertEquals(ErrorCode.SESSION_ID_ALREADY_ACTIVE, code(fixture.create("a", KEY, proof)));
        fixture.registry.removeUnclaimed("expired");
        fixture.ticker.advanceMillis(1000);
        assertEquals(ErrorCode.CREATE_SESSION_AUTH_INVALID, code(fixture.create("a", KEY, proof)));
    }

    @Test
    void anUnknownProfileRefusesEveryone() {
        AuthFixture fixture = new AuthFixture(AuthProfile.UNKNOWN, Map.of());
        assertEquals(
                ErrorCode.CREATE_SESSION_AUTH_INVALID, code(fixture.create("a", KEY, AuthFixture.signed("a", NOW))));
    }

    @Nested
    final class Keys {
        @Test
        void onlyListedKeysCountWhereAKeyIsNeeded() {
            AuthFixture fixture = new AuthFixture(AuthProfile.API_KEY, Map.of("auth.api_keys", digests()));
            fixture.admitted("a", KEY);
            assertEquals(
                    ErrorCode.CREATE_SESSION_AUTH_INVALID,
                    fixture.rejected("b", Map.of("api_key", "k-2")).errorCode());
            assertEquals(
                    ErrorCode.API_KEY_MISSING, fixture.rejected("b", NOTHING).errorCode());
        }

        @Test
        void withoutAListKeysAreLabels() {
            AuthFixture fixture = new AuthFixture(AuthProfile.API_KEY, Map.of());
            assertFalse(fixture.admitted("a", KEY).client().isVerified());
        }

        @Test
        void whereNoKeyIsNeededAnUnlistedOneIsUnverified() {
            AuthFixture fixture = new AuthFixture(AuthProfile.NONE, Map.of("auth.api_keys", digests()));
            assertEquals(true, fixture.admitted("a", KEY).client().isVerified());
            Map<String, String> other = Map.of("api-key", " k-2 ");
            assertEquals(false, fixture.admitted("b", other).client().isVerified());
            assertEquals(
                    ErrorCode.CREATE_SESSION_AUTH_INVALID,
                    fixture.rejected("c", Map.of("api_key", "k-2", "api_key_required", "Yes"))
                            .errorCode());
        }
    }

    @Nested
    final class Signatures {
        private final AuthFixture fixture =
                new AuthFixture(AuthProfile.SIGNED_TOKEN, Map.of("auth.create_session_auth_ttl_sec", 60));

        @Test
        void aSignatureRegistersOneSessionOnly() {
            AuthHeaders proof = AuthFixture.signed("a", NOW);
            assertInstanceOf(Admitted.class, fixture.create("a", NOTHING, proof));
            fixture.registry.removeUnclaimed("expired");
            int inUse = fixture.detectors.inUse();
            assertEquals(ErrorCode.CREATE_SESSION_AUTH_INVALID, code(fixture.create("a", NOTHING, proof)));
            assertEquals(inUse, fixture.detectors.inUse(), "the refusal gave its detector back");
            assertEquals(0, fixture.registry.size());
            assertInstanceOf(Admitted.class, fixture.create("a", NOTHING, AuthFixture.signed("a", NOW + 1)));
        }

        @Test
        void aRefusedCallDoesNotUseItUp() {
            AuthHeaders proof = AuthFixture.signed("a", NOW);
            SessionDraft bad = AuthFixture.draft("a", NOTHING, -1);
            assertEquals(
                    ErrorCode.VAD_THRESHOLD_NEGATIVE, code(fixture.admission.create(bad, AuthFixture.ADDRESS, proof)));
            assertInstanceOf(Admitted.class, fixture.create("a", NOTHING, AuthFixture.signed("a", NOW + 1)));
            assertEquals(ErrorCode.SESSION_ID_ALREADY_ACTIVE, code(fixture.create("a", NOTHING, proof)));
            fixture.registry.removeUnclaimed("expired");
            assertInstanceOf(Admitted.class, fixture.create("a", NOTHING, proof));
        }

        @Test
        void ofManyCallsAtOnceOneWins() throws InterruptedException {
            AuthHeaders proof = AuthFixture.signed("a", NOW);
            CountDownLatch start = new CountDownLatch(1);
            AtomicInteger admitted = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                threads.add(Thread.ofVirtual().start(() -> {
                    try {
                        start.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    if (fixture.create("a", NOTHING, proof) instanceof Admitted) {
                        admitted.incrementAndGet();
                        fixture.registry.removeUnclaimed("expired");
                    }
                }));
            }
            start.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(1, admitted.get());
        }

        @Test
        void theTextIsTheSameForEveryCause() {
            AuthHeaders used = AuthFixture.signed("a", NOW);
            fixture.create("a", NOTHING, used);
            fixture.registry.removeUnclaimed("expired");
            for (AuthHeaders headers : List.of(
                    used,
                    AuthHeaders.NONE,
                    AuthFixture.signed("b", NOW),
                    AuthFixture.signed("a", NOW - 61),
                    new AuthHeaders("", "1e99", "x"))) {
                Rejected rejected = assertInstanceOf(Rejected.class, fixture.create("a", NOTHING, headers));
                assertEquals(
                        "ERR1014 authentication failed", SttException.message(rejected.errorCode(), rejected.detail()));
            }
        }
    }

    @Nested
    final class Rates {
        private final AuthFixture fixture = new AuthFixture(
                AuthProfile.NONE,
                Map.of(
                        "server.create_session_rps", 1,
                        "server.create_session_burst", 3,
                        "server.unverified_key_ip_factor", 2,
                        "auth.api_keys", digests()));

        @Test
        void aClientThatCallsTooOftenIsToldTheNumbers() {
            for (int i = 0; i < 3; i++) {
                fixture.admitted("s" + i, NOTHING);
            }
            Rejected rejected = fixture.rejected("s3", NOTHING);
            assertEquals(ErrorCode.CREATE_SESSION_RATE_LIMITED, rejected.errorCode());
            assertEquals("at most 1.0 calls a second, 3.0 at once", rejected.detail());
            assertEquals(
                    List.of(new ServerEvent.RateLimited(RateScope.CREATE_SESSION, "12ca17b49af22894")),
                    fixture.events.of(ServerEvent.RateLimited.class));
            fixture.admitted("s4", KEY);
            fixture.ticker.advanceMillis(1000);
            fixture.admitted("s3", NOTHING);
        }

        @Test
        void aCallThatIsRefusedLaterStillCounts() {
            for (int i = 0; i < 3; i++) {
                assertEquals(
                        ErrorCode.VAD_THRESHOLD_NEGATIVE,
                        code(fixture.admission.create(AuthFixture.draft("s", NOTHING, -1), AuthFixture.ADDRESS)));
            }
            assertEquals(
                    ErrorCode.CREATE_SESSION_RATE_LIMITED,
                    fixture.rejected("s", NOTHING).errorCode());
        }

        @Test
        void inventingKeysGainsNoMoreThanTheFactor() {
            int admitted = 0;
            for (int i = 0; i < 20; i++) {
                AdmissionDecision decision =
                        fixture.create("s" + i, Map.of("api_key", "invented " + i), AuthHeaders.NONE);
                admitted += decision instanceof Admitted ? 1 : 0;
            }
            assertEquals(6, admitted);
            assertEquals(
                    new ServerEvent.RateLimited(RateScope.CREATE_SESSION, "508cc0fe26185d71"),
                    fixture.events.of(ServerEvent.RateLimited.class).getFirst());
            fixture.admitted("verified", KEY);
            fixture.admitted("without a key", NOTHING);
        }

        @Test
        void newRatesApplyAtOnce() {
            for (int i = 0; i < 3; i++) {
                fixture.admitted("s" + i, NOTHING);
            }
            fixture.change(Map.of("server.create_session_rps", 0));
            fixture.admitted("s3", NOTHING);
        }

        @Test
        void noKeyIsSeenInEventsOrDecisions() {
            String printed = "";
            for (int i = 0; i < 4; i++) {
                printed += fixture.create("s" + i, KEY, AuthHeaders.NONE);
            }
            printed += fixture.events.all();
            assertFalse(printed.contains("k-1"), printed);
            assertEquals(
                    Hash16.of("k-1"),
                    fixture.events.of(ServerEvent.RateLimited.class).getFirst().keyHash());
        }
    }

    private static List<String> digests() {
        return List.of(DIGEST);
    }
}
