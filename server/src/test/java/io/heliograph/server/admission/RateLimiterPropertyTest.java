package io.heliograph.server.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.heliograph.server.limits.BucketRate;
import io.heliograph.server.testing.FakeTicker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Random calls, pauses and swaps against a plain count in eighths of tokens. Pauses are eighths of seconds and rates whole numbers,
 * so that both sides are exact.
 */
class RateLimiterPropertyTest {
    private static final int EIGHTH_MILLIS = 125;
    private static final long IDLE_EIGHTHS = 300 * 8;

    sealed interface Step {
        record Call(String key, boolean inGroup, int amount) implements Step {}

        record Pause(int eighths) implements Step {}

        record Swap(int perSecond, int capacity, int factor) implements Step {}
    }

    /** Buckets that are filled at every tick of an eighth of a second. */
    private static final class Model {
        private record Level(long eighths, long usedAt) {}

        private final Map<String, Level> levels = new HashMap<>();
        private int perSecond;
        private long capacity;

        Model(int perSecond, int capacity) {
            this.perSecond = perSecond;
            this.capacity = 8L * capacity;
        }

        void tick(long now) {
            levels.replaceAll(
                    (key, level) -> new Level(Math.min(capacity, level.eighths() + perSecond), level.usedAt()));
            levels.values().removeIf(level -> now - level.usedAt() > IDLE_EIGHTHS);
        }

        boolean holds(String key, int amount, long now) {
            levels.computeIfPresent(key, (k, level) -> new Level(level.eighths(), now));
            Level level = levels.get(key);
            return perSecond <= 0 || (level == null ? capacity : level.eighths()) >= 8L * amount;
        }

        void take(String key, int amount, long now) {
            if (perSecond > 0) {
                Level level = levels.getOrDefault(key, new Level(capacity, now));
                levels.put(key, new Level(level.eighths() - 8L * amount, now));
            }
        }

        void swap(int newPerSecond, int newCapacity) {
            perSecond = newPerSecond;
            capacity = 8L * newCapacity;
            levels.replaceAll((key, level) -> new Level(Math.min(level.eighths(), capacity), level.usedAt()));
            if (newPerSecond <= 0) {
                levels.clear();
            }
        }
    }

    @Property(tries = 500)
    void passesExactlyWhatAPlainCountLetsPass(@ForAll("steps") List<Step> steps) {
        FakeTicker ticker = new FakeTicker();
        RateLimiter limiter = new RateLimiter(new BucketRate(2, 5), new BucketRate(6, 15), ticker);
        Model clients = new Model(2, 5);
        Model groups = new Model(6, 15);
        long now = 0;
        for (Step step : steps) {
            switch (step) {
                case Step.Call(String key, boolean inGroup, int amount) -> {
                    boolean passes = clients.holds(key, amount, now) && (!inGroup || groups.holds("g", amount, now));
                    if (passes) {
                        clients.take(key, amount, now);
                        if (inGroup) {
                            groups.take("g", amount, now);
                        }
                    }
                    Optional<String> group = inGroup ? Optional.of("g") : Optional.empty();
                    assertEquals(passes, limiter.take(key, group, amount).isEmpty(), step + " at " + now + " eighths");
                }
                case Step.Pause(int eighths) -> {
                    ticker.advanceMillis((long) eighths * EIGHTH_MILLIS);
                    for (int i = 0; i < eighths; i++) {
                        now++;
                        clients.tick(now);
                        groups.tick(now);
                    }
                }
                case Step.Swap(int perSecond, int capacity, int factor) -> {
                    clients.swap(perSecond, capacity);
                    groups.swap(perSecond * factor, capacity * factor);
                    BucketRate rate = new BucketRate(perSecond, capacity);
                    limiter.swap(rate, rate.times(factor));
                }
            }
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step> call = Combinators.combine(
                        Arbitraries.of("a", "b", "c"),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(1, 6))
                .as(Step.Call::new);
        Arbitrary<Step> pause = Arbitraries.integers().between(0, 30).map(Step.Pause::new);
        Arbitrary<Step> longPause = Arbitraries.integers().between(2390, 2410).map(Step.Pause::new);
        Arbitrary<Step> swap = Combinators.combine(
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(1, 8),
                        Arbitraries.integers().between(0, 3))
                .as(Step.Swap::new);
        return Arbitraries.frequencyOf(
                        Tuple.of(12, call), Tuple.of(6, pause), Tuple.of(1, longPause), Tuple.of(2, swap))
                .list()
                .ofMaxSize(80);
    }
}
