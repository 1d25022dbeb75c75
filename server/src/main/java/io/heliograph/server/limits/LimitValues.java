package io.heliograph.server.limits;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value for every live key, on its way into or out of {@link Limits}. Confined to one thread. */
final class LimitValues {
    private final EnumMap<LimitKey, @Nullable Object> values = new EnumMap<>(LimitKey.class);

    /** The code defaults. */
    static LimitValues defaults() {
        LimitValues defaults = new LimitValues();
        for (LimitKey key : LimitKey.values()) {
            defaults.put(key, key.spec().codeDefault());
        }
        return defaults;
    }

    void put(LimitKey key, @Nullable Object value) {
        values.put(key, value);
    }

    @Nullable
    Object value(LimitKey key) {
        return values.get(key);
    }

    int integer(LimitKey key) {
        return (Integer) present(key);
    }

    @Nullable
    Integer integerOrNull(LimitKey key) {
        return (Integer) values.get(key);
    }

    long wide(LimitKey key) {
        return (Long) present(key);
    }

    @Nullable
    Long wideOrNull(LimitKey key) {
        return (Long) values.get(key);
    }

    double number(LimitKey key) {
        return (Double) present(key);
    }

    @Nullable
    Double numberOrNull(LimitKey key) {
        return (Double) values.get(key);
    }

    boolean flag(LimitKey key) {
        return (Boolean) present(key);
    }

    String text(LimitKey key) {
        return (String) present(key);
    }

    @Nullable
    String textOrNull(LimitKey key) {
        return (String) values.get(key);
    }

    @SuppressWarnings("unchecked") // KeySpec.convert makes lists of texts for these kinds
    List<String> texts(LimitKey key) {
        return (List<String>) present(key);
    }

    @SuppressWarnings("unchecked") // KeySpec.convert makes maps of option maps for this kind
    Map<String, Map<String, Object>> profiles(LimitKey key) {
        return (Map<String, Map<String, Object>>) present(key);
    }

    private Object present(LimitKey key) {
        return requireNonNull(values.get(key), key::fullName);
    }
}
