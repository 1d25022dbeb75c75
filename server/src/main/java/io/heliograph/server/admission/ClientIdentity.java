package io.heliograph.server.admission;

/**
 * Who calls, as limits see it. Immutable; {@link #toString()} shows no key.
 *
 * @param address canonical address of the peer (IPv6 masked to /64), empty if unknown
 * @param apiKey the key given, empty if none
 * @param isVerified whether the key is one of those configured
 */
public record ClientIdentity(String address, String apiKey, boolean isVerified) {

    /** What limiters and logs are keyed by before hashing: the key, else the address, else {@code anonymous}. */
    public String limiterKey() {
        return apiKey.isEmpty() ? address.isEmpty() ? "anonymous" : address : apiKey;
    }

    @Override
    public String toString() {
        return "ClientIdentity[address=%s, apiKey=%s, isVerified=%s]"
                .formatted(address, apiKey.isEmpty() ? "" : "***", isVerified);
    }
}
