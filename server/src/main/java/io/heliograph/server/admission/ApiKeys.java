package io.heliograph.server.admission;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Whether a key is one of those whose digests are configured. Pure. */
final class ApiKeys {
    private ApiKeys() {}

    /** True if the list holds the key's SHA-256; takes the same time for every key. */
    static boolean isListed(String key, List<String> digests) {
        byte[] own = HexFormat.of().formatHex(sha256(key)).getBytes(StandardCharsets.US_ASCII);
        boolean known = false;
        for (String digest : digests) {
            known |= MessageDigest.isEqual(
                    own, digest.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        }
        return known;
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
