package io.heliograph.server.store;

import io.heliograph.server.limits.LimitKey;
import io.heliograph.server.limits.Limits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value that an operator has set for a key. Immutable.
 *
 * @param key full name, perhaps of another release
 * @param value the value, in the form of {@link LimitText#of}; a secret in clear, for it has to work again
 * @param configuredThen what was configured when it was set, in the form of {@link LimitText#compared}
 */
record LimitOverride(String key, String value, String configuredThen) {

    /** The value that a key has in these limits. */
    static LimitOverride of(LimitKey key, Limits limits, Limits configured) {
        return new LimitOverride(key.fullName(), LimitText.of(limits.value(key)), LimitText.compared(key, configured));
    }

    /** Whether it is to be in force: the key is known, the value possible, and the configuration is what it was then. */
    boolean holdsAgainst(Limits configured) {
        return LimitKey.named(key)
                .filter(known -> LimitText.isPossible(known, LimitText.value(value))
                        && LimitText.compared(known, configured).equals(configuredThen)
                        && !LimitText.of(configured.value(known)).equals(value))
                .isPresent();
    }

    /** The limits with all these values that are possible. */
    static Limits apply(List<LimitOverride> overrides, Limits limits) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (LimitOverride override : overrides) {
            Object value = LimitText.value(override.value());
            if (LimitKey.named(override.key())
                    .filter(key -> LimitText.isPossible(key, value))
                    .isPresent()) {
                values.put(override.key(), value);
            }
        }
        return limits.with(values);
    }
}
