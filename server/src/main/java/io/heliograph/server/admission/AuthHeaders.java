package io.heliograph.server.admission;

/**
 * What the metadata of a CreateSession call say to prove who calls. Immutable; {@link #toString()} shows none of it.
 *
 * @param authorization the header of that name, empty if there is none
 * @param timestamp of the signature, empty if there is none
 * @param signature from a header of its own, empty if there is none
 */
public record AuthHeaders(String authorization, String timestamp, String signature) {
    /** No proof. */
    public static final AuthHeaders NONE = new AuthHeaders("", "", "");

    @Override
    public String toString() {
        return "AuthHeaders[authorization=%s, timestamp=%s, signature=%s]"
                .formatted(mask(authorization), mask(timestamp), mask(signature));
    }

    private static String mask(String value) {
        return value.isEmpty() ? "" : "***";
    }
}
