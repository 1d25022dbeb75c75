package io.heliograph.server.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The contract's hash16: stands for a key, an address or a session id where the clear text must not appear. */
public final class Hash16 {
    private static final int BYTES = 8;

    private Hash16() {}

    /** The first 16 lower-case hex characters of SHA-256 of the text in UTF-8. */
    public static String of(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(UTF_8)), 0, BYTES);
    }

    /** What a session is called wherever its id must not appear. */
    public static String ofSession(String sessionId) {
        return of("session:" + sessionId);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
