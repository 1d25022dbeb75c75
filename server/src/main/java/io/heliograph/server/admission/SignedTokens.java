package io.heliograph.server.admission;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.heliograph.server.time.Ticker;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks signatures made with a shared secret over session id and time (contract §2.4), and lets each register one session only.
 * Shows nobody the secret. Thread-safe.
 */
public final class SignedTokens {
    private static final System.Logger LOGGER = System.getLogger(SignedTokens.class.getName());
    private static final String ALGORITHM = "HmacSHA256";
    private static final double NANOS_PER_SECOND = 1e9;

    /** How long a use is remembered if tokens never grow too old (contract §2.4). */
    private static final long MEMORY_NANOS_WITHOUT_TTL = 24L * 3600 * 1_000_000_000;

    private final byte[] secret;
    private final InstantSource clock;
    private final Ticker ticker;
    private final UsedSignatures used = new UsedSignatures();

    /**
     * A check.
     *
     * @param secret shared with the clients; white space around it does not count, and without one nobody passes
     * @param clock what the age of tokens is measured with
     * @param ticker how long a use is remembered
     */
    public SignedTokens(String secret, InstantSource clock, Ticker ticker) {
        this.secret = secret.strip().getBytes(UTF_8);
        this.clock = clock;
        this.ticker = ticker;
    }

    /**
     * The signature of a call; empty if it is missing, wrong or too old. It is not used up by that.
     *
     * @param sessionId as sent
     * @param ttlSec greatest distance of the timestamp from now, seconds; ≤ 0 = any
     */
    Optional<String> verified(AuthHeaders headers, String sessionId, double ttlSec) {
        if (secret.length == 0) {
            return Optional.empty();
        }
        SignedClaim claim = SignedClaim.of(headers);
        OptionalLong timestamp = SignedTimestamp.parse(claim.timestamp());
        if (timestamp.isEmpty()) {
            return Optional.empty();
        }
        String expected = sign(sessionId + ":" + timestamp.getAsLong());
        if (!MessageDigest.isEqual(expected.getBytes(UTF_8), claim.signature().getBytes(UTF_8))) {
            return Optional.empty();
        }
        if (ttlSec > 0 && SignedTimestamp.distanceSeconds(timestamp.getAsLong(), clock.millis()) > ttlSec) {
            return Optional.empty();
        }
        // Only now: strangers must not be able to fill the log.
        if (claim.isLegacy()) {
            LOGGER.log(WARNING, "a client sends timestamp and signature as one value, which is an outdated form");
        }
        return Optional.of(expected);
    }

    /** Uses a signature up; false if it has been used before. */
    boolean use(String signature, double ttlSec) {
        long memoryNanos = ttlSec > 0 ? (long) (2 * ttlSec * NANOS_PER_SECOND) : MEMORY_NANOS_WITHOUT_TTL;
        return used.use(signature, ticker.nanos(), memoryNanos);
    }

    private String sign(String message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(message.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
