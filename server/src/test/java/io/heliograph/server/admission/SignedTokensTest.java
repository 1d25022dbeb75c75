package io.heliograph.server.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.testing.FakeTicker;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class SignedTokensTest {
    private static final String SIGNATURE = "1153b00e278c50bf4c8530d3289af8a9bade5ff08a8c612de6d8f0b4d5e6741e";
    private static final String MILLIS_SIGNATURE = "c97161d1b08f229ed3473519d0b0b8c4845fd542b4215d939966cdaf08cdfdb8";
    private static final String KOREAN_SIGNATURE = "b1c177095112d2a7c91ee5b55b463cb01e791cdb2441e1ec8e89fef11f75f29e";
    private static final String TIME = "1700000000";

    private final FakeTicker ticker = new FakeTicker();
    private Instant now = Instant.ofEpochSecond(1_700_000_000);
    private final SignedTokens tokens = new SignedTokens(" sec\n", () -> now, ticker);

    private boolean accepts(AuthHeaders headers) {
        return accepts(headers, "s1", 0);
    }

    private boolean accepts(AuthHeaders headers, String sessionId, double ttlSec) {
        return tokens.verified(headers, sessionId, ttlSec).isPresent();
    }

    private static AuthHeaders signed(String timestamp, String signature) {
        return new AuthHeaders("", timestamp, signature);
    }

    private static AuthHeaders authorization(String value) {
        return new AuthHeaders(value, "", "");
    }

    @Test
    void acceptsTheSignaturesOfTheContract() {
        assertTrue(accepts(signed(TIME, SIGNATURE)));
        assertTrue(accepts(signed("1700000000.9", SIGNATURE)));
        assertTrue(accepts(signed("1700000000000", MILLIS_SIGNATURE)));
        assertTrue(accepts(signed(TIME, KOREAN_SIGNATURE), "회의-1", 0));
    }

    @Test
    void refusesAnythingElse() {
        assertFalse(accepts(signed(TIME, SIGNATURE), " s1", 0), "signed is the id as sent");
        assertFalse(accepts(signed("1700000001", SIGNATURE)));
        assertFalse(accepts(signed(TIME, SIGNATURE.toUpperCase(Locale.ROOT))));
        assertFalse(accepts(signed(TIME, SIGNATURE.substring(1))));
        assertFalse(accepts(signed(TIME, "")));
        assertFalse(accepts(signed("", SIGNATURE)));
        assertFalse(accepts(signed("soon", SIGNATURE)));
        assertFalse(accepts(AuthHeaders.NONE));
    }

    @Test
    void withoutASecretNobodyPasses() {
        SignedTokens blank = new SignedTokens(" \t", () -> now, ticker);
        assertFalse(blank.verified(signed(TIME, SIGNATURE), "s1", 0).isPresent());
    }

    @Test
    void acceptsAllFormsOfAuthorization() {
        for (String form : List.of("Bearer ", "bearer   ", "TOKEN ", "Signature ", "hmac ", "")) {
            assertTrue(accepts(new AuthHeaders(form + SIGNATURE, TIME, "")), form);
            assertTrue(accepts(authorization(form + TIME + ":" + SIGNATURE)), form);
        }
        assertFalse(accepts(new AuthHeaders("Basic " + SIGNATURE, TIME, "")));
        assertFalse(accepts(authorization(TIME + ":" + SIGNATURE + ":")));
        assertFalse(accepts(authorization("Bearer")));
    }

    @Test
    void authorizationBeatsTheSignaturesOwnHeader() {
        assertFalse(accepts(new AuthHeaders("Bearer other", TIME, SIGNATURE)));
        assertFalse(accepts(new AuthHeaders("Bearer", TIME, SIGNATURE)));
        assertTrue(accepts(new AuthHeaders("Bearer " + SIGNATURE, TIME, "other")));
    }

    @Test
    void bothValuesInOneCountOnlyIfOneIsMissing() {
        assertFalse(accepts(new AuthHeaders(TIME + ":" + SIGNATURE, TIME, "")));
    }

    @Test
    void ageCountsInBothDirections() {
        AuthHeaders headers = signed(TIME, SIGNATURE);
        for (long distance : List.of(-60L, 0L, 60L)) {
            now = Instant.ofEpochSecond(1_700_000_000 + distance);
            assertTrue(accepts(headers, "s1", 60), distance + " s");
        }
        for (long distanceMillis : List.of(-60_001L, 60_001L)) {
            now = Instant.ofEpochMilli(1_700_000_000_000L + distanceMillis);
            assertFalse(accepts(headers, "s1", 60), distanceMillis + " ms");
            assertTrue(accepts(headers, "s1", 0), "age does not count");
        }
    }

    @Test
    void largeTimestampsAreMilliseconds() {
        assertTrue(accepts(signed("1700000000000", MILLIS_SIGNATURE), "s1", 1));
        now = now.plusSeconds(2);
        assertFalse(accepts(signed("1700000000000", MILLIS_SIGNATURE), "s1", 1));
        assertEquals(0, SignedTimestamp.distanceSeconds(100_000_000_000L, 100_000_000_000_000L));
        assertEquals(0, SignedTimestamp.distanceSeconds(100_000_000_001L, 100_000_000_001L));
    }

    @Test
    void timestampsAreDecimalNumbersTruncatedTowardZero() {
        assertEquals(OptionalLong.of(1_700_000_000), SignedTimestamp.parse("1700000000.9999999999999999"));
        assertEquals(OptionalLong.of(-1), SignedTimestamp.parse("-1.9"));
        assertEquals(OptionalLong.of(0), SignedTimestamp.parse("-.5"));
        assertEquals(OptionalLong.of(0), SignedTimestamp.parse("1e-999999999"));
        assertEquals(OptionalLong.of(1_700_000_000), SignedTimestamp.parse("+1.7E9"));
        assertEquals(OptionalLong.of(999_999_999_999_999_999L), SignedTimestamp.parse("999999999999999999.9"));
        assertEquals(OptionalLong.of(5), SignedTimestamp.parse("0".repeat(31) + "5"));
        for (String odd : List.of(
                "",
                "0".repeat(32) + "5",
                "1e18",
                "-1e18",
                "1e999999999",
                "1e9999999999",
                "NaN",
                "Infinity",
                "0x10",
                "1_000",
                "1,5",
                ".",
                "1 2",
                "\u0661")) {
            assertEquals(OptionalLong.empty(), SignedTimestamp.parse(odd), odd);
        }
    }

    @Test
    void aUsedSignatureIsRememberedForTwiceItsLife() {
        assertTrue(tokens.use(SIGNATURE, 60));
        ticker.advanceMillis(120_000);
        assertFalse(tokens.use(SIGNATURE, 60));
        assertTrue(tokens.use(MILLIS_SIGNATURE, 60));
        ticker.advanceMillis(1);
        assertTrue(tokens.use(SIGNATURE, 60));
    }

    @Test
    void withoutALifeItIsRememberedForADay() {
        assertTrue(tokens.use(SIGNATURE, 0));
        ticker.advanceMillis(24 * 3_600_000);
        assertFalse(tokens.use(SIGNATURE, 0));
        ticker.advanceMillis(1);
        assertTrue(tokens.use(SIGNATURE, 0));
    }

    @Test
    void theOldestOfTooManyIsForgotten() {
        UsedSignatures used = new UsedSignatures();
        for (int i = 0; i <= UsedSignatures.MAX_REMEMBERED; i++) {
            assertTrue(used.use("signature " + i, 0, 1));
        }
        assertFalse(used.use("signature 1", 0, 1));
        assertTrue(used.use("signature 0", 0, 1));
    }

    @Test
    void nothingPrintsWhatProvesAClient() {
        String printed = new AuthHeaders(SIGNATURE, TIME, SIGNATURE)
                + " " + SignedClaim.of(signed(TIME, SIGNATURE))
                + " " + new ClientIdentity("127.0.0.1", "key-of-mine", true);
        for (String secret : List.of(SIGNATURE, TIME, "key-of-mine")) {
            assertFalse(printed.contains(secret), printed);
        }
    }
}
