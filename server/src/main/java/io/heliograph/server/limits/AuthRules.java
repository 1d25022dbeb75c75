package io.heliograph.server.limits;

import static io.heliograph.server.limits.LimitKey.API_KEYS;
import static io.heliograph.server.limits.LimitKey.CREATE_SESSION_AUTH_TTL_SEC;
import static io.heliograph.server.limits.LimitKey.REQUIRE_API_KEY;

import java.util.List;

/**
 * Which API keys and how old tokens are accepted. Immutable.
 *
 * @param requireApiKey whether CreateSession needs an API key
 * @param createSessionAuthTtlSec greatest age of a signed token, seconds; ≤ 0 off
 * @param apiKeyDigests SHA-256 digests of accepted keys, 64 lower-case hex characters each; empty = keys are labels
 */
public record AuthRules(boolean requireApiKey, double createSessionAuthTtlSec, List<String> apiKeyDigests) {

    public AuthRules {
        REQUIRE_API_KEY.require(requireApiKey);
        CREATE_SESSION_AUTH_TTL_SEC.require(createSessionAuthTtlSec);
        API_KEYS.require(apiKeyDigests);
        apiKeyDigests = List.copyOf(apiKeyDigests);
    }

    static AuthRules from(LimitValues values) {
        return new AuthRules(
                values.flag(REQUIRE_API_KEY), values.number(CREATE_SESSION_AUTH_TTL_SEC), values.texts(API_KEYS));
    }

    void into(LimitValues values) {
        values.put(REQUIRE_API_KEY, requireApiKey);
        values.put(CREATE_SESSION_AUTH_TTL_SEC, createSessionAuthTtlSec);
        values.put(API_KEYS, apiKeyDigests);
    }

    /** Shows how many keys there are, never their digests. */
    @Override
    public String toString() {
        return "AuthRules[requireApiKey=" + requireApiKey + ", createSessionAuthTtlSec=" + createSessionAuthTtlSec
                + ", apiKeyDigests=" + apiKeyDigests.size() + "]";
    }
}
