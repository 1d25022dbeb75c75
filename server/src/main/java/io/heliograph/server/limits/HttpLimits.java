package io.heliograph.server.limits;

import static io.heliograph.server.limits.LimitKey.HTTP_RATE_LIMIT_BURST;
import static io.heliograph.server.limits.LimitKey.HTTP_RATE_LIMIT_RPS;
import static io.heliograph.server.limits.LimitKey.HTTP_TRUSTED_PROXIES;
import static io.heliograph.server.limits.LimitKey.WS_ALLOWED_ORIGINS;

import java.util.List;

/**
 * Who may call the HTTP and WebSocket listeners, and how often. Immutable.
 *
 * @param rateLimitRps requests a second and address; ≤ 0 off
 * @param rateLimitBurst requests at once; ≤ 0 = {@code rateLimitRps}
 * @param trustedProxies CIDRs or host names whose X-Forwarded-For is believed
 * @param allowedOrigins origins that may open a WebSocket; empty = any
 */
public record HttpLimits(
        double rateLimitRps, double rateLimitBurst, List<String> trustedProxies, List<String> allowedOrigins) {

    public HttpLimits {
        HTTP_RATE_LIMIT_RPS.require(rateLimitRps);
        HTTP_RATE_LIMIT_BURST.require(rateLimitBurst);
        HTTP_TRUSTED_PROXIES.require(trustedProxies);
        WS_ALLOWED_ORIGINS.require(allowedOrigins);
        trustedProxies = List.copyOf(trustedProxies);
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    static HttpLimits from(LimitValues values) {
        return new HttpLimits(
                values.number(HTTP_RATE_LIMIT_RPS),
                values.number(HTTP_RATE_LIMIT_BURST),
                values.texts(HTTP_TRUSTED_PROXIES),
                values.texts(WS_ALLOWED_ORIGINS));
    }

    void into(LimitValues values) {
        values.put(HTTP_RATE_LIMIT_RPS, rateLimitRps);
        values.put(HTTP_RATE_LIMIT_BURST, rateLimitBurst);
        values.put(HTTP_TRUSTED_PROXIES, trustedProxies);
        values.put(WS_ALLOWED_ORIGINS, allowedOrigins);
    }

    /** The bucket of one address: one for HTTP requests, another for WebSocket handshakes. */
    public BucketRate rate() {
        return BucketRate.of(rateLimitRps, rateLimitBurst);
    }
}
