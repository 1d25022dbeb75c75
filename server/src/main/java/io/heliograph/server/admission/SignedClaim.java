package io.heliograph.server.admission;

import java.util.Locale;
import java.util.Set;

/**
 * A timestamp and a signature as a client sent them, not yet checked. Immutable; {@link #toString()} shows neither.
 *
 * @param timestamp empty if missing
 * @param signature empty if missing
 * @param isLegacy whether both came as one value
 */
record SignedClaim(String timestamp, String signature, boolean isLegacy) {
    private static final Set<String> SCHEMES = Set.of("bearer", "token", "signature", "hmac");

    /** Finds the two: {@code authorization} beats the signature's own header, and may hold {@code <ts>:<sig>}. */
    static SignedClaim of(AuthHeaders headers) {
        String timestamp = headers.timestamp().strip();
        String authorization = headers.authorization().strip();
        String credentials = withoutScheme(authorization);
        String signature = authorization.isEmpty() ? headers.signature().strip() : credentials;
        int colon = credentials.indexOf(':');
        if ((timestamp.isEmpty() || signature.isEmpty()) && colon >= 0) {
            return new SignedClaim(
                    credentials.substring(0, colon).strip(),
                    credentials.substring(colon + 1).strip(),
                    true);
        }
        return new SignedClaim(timestamp, signature, false);
    }

    private static String withoutScheme(String authorization) {
        int end = 0;
        while (end < authorization.length() && !Character.isWhitespace(authorization.charAt(end))) {
            end++;
        }
        return SCHEMES.contains(authorization.substring(0, end).toLowerCase(Locale.ROOT))
                ? authorization.substring(end).strip()
                : authorization;
    }

    @Override
    public String toString() {
        return "SignedClaim[isLegacy=" + isLegacy + "]";
    }
}
