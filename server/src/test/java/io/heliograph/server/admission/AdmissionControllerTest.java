package io.heliograph.server.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.vad.DetectorPool;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks of CreateSession: each pair of neighbours fails together, and the earlier one is told. */
final class AdmissionControllerTest extends AdmissionFixture {
    private static final String DIGEST_OF_K1 = "7c35c5a1785d2070";

    private void configureBadProfile() {
        limit("decode_profiles", Map.of("bad", Map.of("zeta", 1, "beam_size", 2, "alpha", 3)));
    }

    @Test
    void aServerUnderPressureRefusesBeforeItLooksAtTheIdAndCountsNoRateLimit() {
        backingOff = true;
        AdmissionDecision.Rejected rejected = rejected(new Drafts().id(" "));
        assertEquals(ErrorCode.CREATE_SESSION_RATE_LIMITED, rejected.errorCode());
        assertTrue(rejected.isUnavailable(), "seats are free, so the objectives count it");
        assertEquals(0, events.of(ServerEvent.RateLimited.class).size());
        assertEquals(0, sessions.size());
        draining = true;
        assertEquals(ErrorCode.SERVER_SHUTTING_DOWN, refusal(new Drafts()));
    }

    @Test
    void drainingBeatsABlankId() {
        draining = true;
        assertEquals(ErrorCode.SERVER_SHUTTING_DOWN, refusal(new Drafts().id(" ")));
    }

    @Test
    void aBlankIdBeatsAMissingKey() {
        limit("auth.require_api_key", true);
        assertEquals(ErrorCode.SESSION_ID_REQUIRED, refusal(new Drafts().id("\u2003")));
        assertEquals(ErrorCode.API_KEY_MISSING, refusal(new Drafts()));
    }

    @Test
    void aMissingKeyBeatsABadAuthProfile() {
        authProfile = AuthProfile.UNKNOWN;
        limit("auth.require_api_key", true);
        assertEquals(ErrorCode.API_KEY_MISSING, refusal(new Drafts()));
        assertEquals(ErrorCode.CREATE_SESSION_AUTH_INVALID, refusal(new Drafts().with("api_key", "k")));
    }

    @Test
    void badAuthBeatsTheTotalLimit() {
        limit("server.max_sessions", 1);
        admitted(new Drafts().id("first"));
        authProfile = AuthProfile.UNKNOWN;
        assertEquals(ErrorCode.CREATE_SESSION_AUTH_INVALID, refusal(new Drafts()));
        authProfile = AuthProfile.NONE;
        assertEquals(ErrorCode.SESSION_LIMIT_EXCEEDED, refusal(new Drafts()));
    }

    @Test
    void totalBeatsAddressBeatsKeyAndEachSaysItsNumbers() {
        for (int i = 0; i < 2; i++) {
            admitted(new Drafts().id("open" + i).with("api_key", "k"));
        }
        Drafts next = new Drafts().with("api_key", "k");
        limit("server.max_sessions", 1);
        limit("server.max_sessions_per_ip", 2);
        limit("server.max_sessions_per_api_key", 1);
        assertEquals("limit total, in use 2 of 1", rejected(next).detail());
        limit("server.max_sessions", 3);
        assertEquals("limit ip, in use 2 of 2", rejected(next).detail());
        limit("server.max_sessions_per_ip", 3);
        assertEquals("limit api_key, in use 2 of 1", rejected(next).detail());
        assertEquals(ErrorCode.SESSION_LIMIT_EXCEEDED, refusal(next));
        assertEquals(4, events.of(ServerEvent.SessionLimitHit.class).size());
        admitted(new Drafts().with("api_key", "another"));
    }

    @Test
    void anUnknownAddressHasNoLimitOfItsOwn() {
        limit("server.max_sessions_per_ip", 1);
        AdmissionController controller = controller(sessions);
        for (int i = 0; i < 3; i++) {
            assertInstanceOf(
                    AdmissionDecision.Admitted.class,
                    controller.create(new Drafts().id("s" + i).draft(), ""));
        }
    }

    @Test
    void theKeyLimitBeatsBadOptionsWhichAreSorted() {
        configureBadProfile();
        limit("server.max_sessions_per_api_key", 1);
        admitted(new Drafts().id("first").with("api_key", "k"));
        Drafts bad = new Drafts().with("decode_profile", "bad").threshold(-1);
        assertEquals(ErrorCode.SESSION_LIMIT_EXCEEDED, refusal(bad.with("api_key", "k")));
        AdmissionDecision.Rejected rejected = rejected(bad.with("api_key", "k2"));
        assertEquals(ErrorCode.DECODE_OPTION_INVALID, rejected.errorCode());
        assertEquals("alpha,zeta", rejected.detail());
    }

    @Test
    void aBadThresholdBeatsAFullDetectorPoolWhichBeatsATakenId() {
        SessionRegistry broken = new SessionRegistry(
                new DetectorPool(
                        () -> {
                            throw new IllegalStateException("no detector here");
                        },
                        0,
                        1,
                        0),
                events);
        AdmissionController poor = controller(broken);
        assertInstanceOf(
                AdmissionDecision.Admitted.class,
                poor.create(new Drafts().override(0).draft(), ADDRESS));
        assertEquals(ErrorCode.VAD_THRESHOLD_NEGATIVE, code(poor, new Drafts().threshold(-0.1)));
        assertEquals(ErrorCode.VAD_POOL_EXHAUSTED, code(poor, new Drafts()));
        assertEquals(ErrorCode.SESSION_ID_ALREADY_ACTIVE, code(poor, new Drafts().override(0)));
    }

    private static ErrorCode code(AdmissionController controller, Drafts drafts) {
        return assertInstanceOf(AdmissionDecision.Rejected.class, controller.create(drafts.draft(), ADDRESS))
                .errorCode();
    }

    @Test
    void refusedCallsTakeNothing() {
        admitted(new Drafts().with("api_key", "k"));
        assertEquals(1, detectors.inUse());
        assertEquals(
                ErrorCode.SESSION_ID_ALREADY_ACTIVE,
                refusal(new Drafts().id(" s ").with("api_key", "k")));
        assertEquals(
                ErrorCode.VAD_THRESHOLD_NEGATIVE, refusal(new Drafts().id("t").threshold(Double.NaN)));
        assertEquals(1, detectors.inUse());
        assertEquals(1, sessions.size());
        limit("server.max_sessions", 2);
        limit("server.max_sessions_per_ip", 2);
        limit("server.max_sessions_per_api_key", 2);
        admitted(new Drafts().id("u").with("api_key", "k"));
        assertEquals(2, events.of(ServerEvent.SessionCreated.class).size());
    }

    @Test
    void idsAreTrimmedAndBoundedInBytes() {
        assertEquals("x", admitted(new Drafts().id("\u2003x \n")).id());
        assertEquals(512, admitted(new Drafts().id("é".repeat(256))).id().length() * 2);
        AdmissionDecision.Rejected rejected = rejected(new Drafts().id("é".repeat(256) + "a"));
        assertEquals(ErrorCode.SESSION_ID_REQUIRED, rejected.errorCode());
        assertEquals("513 bytes", rejected.detail());
    }

    @Test
    void theOverrideBeatsTheFieldAndZeroIsTheDefaultOnlyInTheField() {
        limit("vad.threshold", 0.25);
        assertEquals(0.25, admitted(new Drafts().id("a")).facts().vadThreshold());
        assertEquals(7, admitted(new Drafts().id("b").threshold(7)).facts().vadThreshold());
        Session off = admitted(new Drafts().id("c").threshold(-1).override(0));
        assertEquals(0, off.facts().vadThreshold());
        assertEquals(null, off.detector());
        assertEquals(2, detectors.inUse());
        assertEquals(
                0.5,
                admitted(new Drafts().id("d").threshold(0.1).override(0.5))
                        .facts()
                        .vadThreshold());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.001, Double.NaN, Double.NEGATIVE_INFINITY})
    void noThresholdIsNegativeOrNoNumber(double threshold) {
        assertEquals(ErrorCode.VAD_THRESHOLD_NEGATIVE, refusal(new Drafts().threshold(threshold)));
        assertEquals(
                ErrorCode.VAD_THRESHOLD_NEGATIVE,
                refusal(new Drafts().threshold(0.5).override(threshold)));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.75", "-1, 0.75", "NaN, 0.75", "0.2, 0.2", "86400, 86400"})
    void silenceFallsBackToTheServers(double asked, double resolved) {
        limit("vad.silence", 0.75);
        assertEquals(resolved, admitted(new Drafts().silenceSec(asked)).facts().vadSilenceSec());
    }

    @ParameterizedTest
    @CsvSource({"EN, en", "' en ', en", "en-US, ''", "xx, ''", "'', ''", "YUE, yue"})
    void languagesResolveAsInTheTable(String asked, String resolved) {
        assertEquals(resolved, admitted(new Drafts().language(asked)).facts().languageCode());
    }

    @Test
    void theServersLanguageServesOnlySessionsThatNameNone() {
        limit("model.language", "DE");
        assertEquals("", admitted(new Drafts().id("a")).facts().languageCode());
        limit("model.language_fix", true);
        assertEquals("de", admitted(new Drafts().id("b").language("  ")).facts().languageCode());
        assertEquals(
                "", admitted(new Drafts().id("c").language("en-US")).facts().languageCode());
        limit("model.language", "klingon");
        assertEquals("", admitted(new Drafts().id("d")).facts().languageCode());
    }

    @ParameterizedTest
    @CsvSource({"0, transcribe", "1, transcribe", "2, translate", "9, transcribe"})
    void tasksResolve(int number, String task) {
        assertEquals(task, admitted(new Drafts().task(number)).facts().task());
    }

    @Test
    void theServersTaskServesSessionsThatNameNone() {
        limit("model.task", "translate");
        assertEquals("translate", admitted(new Drafts().id("a").task(7)).facts().task());
        assertEquals(
                "transcribe", admitted(new Drafts().id("b").task(1)).facts().task());
    }

    @Test
    void profilesResolveByNumberThenAttributeThenDefault() {
        limit("decode_profiles", Map.of("accurate", Map.of("beam_size", 5), "mine", Map.of("beam_size", 3)));
        limit("model.default_decode_profile", "mine");
        assertEquals("realtime", profile(new Drafts().profile(1).with("decode_profile", "accurate")));
        assertEquals("accurate", profile(new Drafts().profile(2)));
        assertEquals("accurate", profile(new Drafts().profile(9).with("decode_profile", "accurate")));
        assertEquals("mine", profile(new Drafts().with("decode_profiles", "ACCURATE")));
        assertEquals("mine", profile(new Drafts()));
        limit("model.default_decode_profile", "gone");
        assertEquals("realtime", profile(new Drafts()));
        assertEquals("realtime", profile(new Drafts().with("decode_profile", "gone too")));
    }

    private String profile(Drafts drafts) {
        return admitted(drafts.id("p" + sessions.size())).facts().decodeProfile();
    }

    @Test
    void modelsResolveByAttribute() {
        assertEquals("first", admitted(new Drafts().id("a")).facts().modelId());
        assertEquals(
                "big",
                admitted(new Drafts().id("b").with("model", "big")).facts().modelId());
        assertEquals(
                "bigger",
                admitted(new Drafts().id("c").with("model", "big").with("model_id", "bigger"))
                        .facts()
                        .modelId());
    }

    @Test
    void attributesAreEchoedButForSecrets() {
        Drafts drafts = new Drafts().with("mine", " x ").with("partial", "1").with("model", "m");
        for (String secret : List.of(
                "api_key",
                "api-key",
                "auth_sig",
                "auth_signature",
                "signature",
                "auth_ts",
                "auth_timestamp",
                "timestamp")) {
            drafts.with(secret, "secret");
        }
        assertEquals(
                Map.of("mine", " x ", "partial", "1", "model", "m"),
                admitted(drafts).facts().attributes());
    }

    @Test
    void aTokenIs32HexCharactersAndIsComparedExactly() {
        Session session = admitted(new Drafts().token());
        assertTrue(session.token().matches("[0-9a-f]{32}"), session.token());
        assertNotEquals(session.token(), admitted(new Drafts().id("t").token()).token());
        assertTrue(session.acceptsToken(session.token()));
        assertFalse(session.acceptsToken(""));
        assertFalse(session.acceptsToken(session.token().substring(1)));
        Session open = admitted(new Drafts().id("u"));
        assertEquals("", open.token());
        assertTrue(open.acceptsToken("anything"));
    }

    @Test
    void onlyVadModeOneEndsByItself() {
        assertEquals(
                "AUTO_END",
                admitted(new Drafts().id("a").vadMode(1)).facts().vadMode().name());
        assertEquals(
                "CONTINUE",
                admitted(new Drafts().id("b").vadMode(2)).facts().vadMode().name());
    }

    @Test
    void onlyKeysWithAKnownDigestAreAcceptedWhereKeysAreMandatory() {
        String digest = sha256OfK1();
        assertTrue(digest.startsWith(DIGEST_OF_K1));
        limit("auth.api_keys", List.of("0".repeat(64), digest));
        admitted(new Drafts().id("no key needed").with("api_key", "unknown"));
        authProfile = AuthProfile.API_KEY;
        assertEquals(ErrorCode.API_KEY_MISSING, refusal(new Drafts().with("api_key", " ")));
        assertEquals(ErrorCode.CREATE_SESSION_AUTH_INVALID, refusal(new Drafts().with("api_key", "unknown")));
        admitted(new Drafts().with("api-key", " k-1 "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "TRUE", " yes ", "on"})
    void aCallMayDemandAKeyOfItself(String value) {
        assertEquals(ErrorCode.API_KEY_MISSING, refusal(new Drafts().with("api_key_required", value)));
        admitted(new Drafts().with("api-key-required", value).with("api_key", "label"));
    }

    @ParameterizedTest
    @CsvSource({
        "none, NONE",
        "'', NONE",
        "OFF, NONE",
        "false, NONE",
        "0, NONE",
        " Api-Key , API_KEY",
        "apikey, API_KEY",
        "api_key, API_KEY",
        "hmac, SIGNED_TOKEN",
        "signature, SIGNED_TOKEN",
        "signed, SIGNED_TOKEN",
        "signed_token, SIGNED_TOKEN",
        "nobody, UNKNOWN"
    })
    void authProfilesHaveAliases(String name, AuthProfile profile) {
        assertEquals(profile, AuthProfile.named(name));
    }

    @Test
    void aClientsTextShowsNoKey() {
        assertFalse(new ClientIdentity(ADDRESS, "k-secret", false).toString().contains("k-secret"));
        assertEquals("k", new ClientIdentity(ADDRESS, "k", false).limiterKey());
        assertEquals(ADDRESS, new ClientIdentity(ADDRESS, "", false).limiterKey());
        assertEquals("anonymous", new ClientIdentity("", "", false).limiterKey());
    }

    /** From {@code printf k-1 | sha256sum}; its first half is in the contract's test vectors. */
    private static String sha256OfK1() {
        return "7c35c5a1785d20704e44d5de4beb81c1fce91b6fe48ed7c3159af6f7f832078b";
    }
}
