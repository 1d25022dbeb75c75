package io.heliograph.server.limits;

import static io.heliograph.server.limits.LimitKey.EXPOSE_API_KEY_SESSIONS;
import static io.heliograph.server.limits.LimitKey.MAX_STREAM_BUFFER_SERIES;

/**
 * Which optional series are published. Immutable.
 *
 * @param exposeApiKeySessions whether there are series per hashed API key
 * @param maxStreamBufferSeries streams with a buffer series of their own; ≤ 0 = none
 */
public record MetricsRules(boolean exposeApiKeySessions, int maxStreamBufferSeries) {

    public MetricsRules {
        EXPOSE_API_KEY_SESSIONS.require(exposeApiKeySessions);
        MAX_STREAM_BUFFER_SERIES.require(maxStreamBufferSeries);
    }

    static MetricsRules from(LimitValues values) {
        return new MetricsRules(values.flag(EXPOSE_API_KEY_SESSIONS), values.integer(MAX_STREAM_BUFFER_SERIES));
    }

    void into(LimitValues values) {
        values.put(EXPOSE_API_KEY_SESSIONS, exposeApiKeySessions);
        values.put(MAX_STREAM_BUFFER_SERIES, maxStreamBufferSeries);
    }
}
