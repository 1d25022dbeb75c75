package io.heliograph.server.telemetry;

import io.heliograph.server.telemetry.ServerEvent.RateScope;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts refusals by token buckets, by scope and by key. Thread-safe; counting takes no lock. */
final class RateLimitMetrics {
    /** Keys shown per scope (contract §12.2). */
    private static final int KEYS_PER_SCOPE = 100;

    private final Map<RateScope, LongAdder> blocks = new EnumMap<>(RateScope.class);
    private final Map<RateScope, RecentKeys> keys = new EnumMap<>(RateScope.class);

    RateLimitMetrics(MetricSection extended) {
        for (RateScope scope : RateScope.values()) {
            blocks.put(scope, new LongAdder());
            keys.put(scope, new RecentKeys(KEYS_PER_SCOPE));
        }
        extended.add(() -> new MetricFamily(
                "stt_rate_limited_total",
                MetricType.COUNTER,
                "Refusals by a token bucket.",
                true,
                blocks.entrySet().stream()
                        .map(block -> MetricFamily.Sample.count(
                                Labels.set(Labels.pair("scope", block.getKey().label())),
                                block.getValue().sum()))
                        .toList()));
    }

    void limited(RateScope scope, String keyHash) {
        LongAdder count = blocks.get(scope);
        RecentKeys recent = keys.get(scope);
        if (count != null && recent != null) {
            count.increment();
            recent.increment(keyHash);
        }
    }

    /** Refusals by scope, only scopes that refused. */
    SortedMap<String, Long> byScope() {
        SortedMap<String, Long> byScope = new TreeMap<>();
        blocks.forEach((scope, count) -> {
            if (count.sum() > 0) {
                byScope.put(scope.label(), count.sum());
            }
        });
        return byScope;
    }

    /** Refusals by {@code <scope>_<hash16>}, the keys blocked last. */
    SortedMap<String, Long> byKey() {
        SortedMap<String, Long> byKey = new TreeMap<>();
        keys.forEach((scope, recent) ->
                recent.counts().forEach((hash, count) -> byKey.put(scope.label() + "_" + hash, count)));
        return byKey;
    }
}
