package io.heliograph.server.admission;

import io.heliograph.server.telemetry.Hash16;
import java.util.Optional;

/**
 * Whose buckets the chunks of a session are taken from, hashed once for all of them. Immutable.
 *
 * @param client the key, else the address, else the session
 * @param umbrella the address behind a key that nobody configured; empty for all others
 */
record RateKeys(String client, Optional<String> umbrella) {

    static RateKeys of(ClientIdentity client, String sessionId) {
        return new RateKeys(Hash16.of(bucket(client, sessionId)), umbrella(client));
    }

    private static String bucket(ClientIdentity client, String sessionId) {
        if (!client.apiKey().isEmpty()) {
            return "api:" + client.apiKey();
        }
        return client.address().isEmpty() ? "session:" + sessionId : "ip:" + client.address();
    }

    /** The bucket that all unverified keys of an address share. */
    static Optional<String> umbrella(ClientIdentity client) {
        boolean isUnverified = !client.apiKey().isEmpty() && !client.isVerified();
        return isUnverified ? Optional.of(Hash16.of("ip:" + client.address())) : Optional.empty();
    }
}
