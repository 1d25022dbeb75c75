package io.heliograph.server.limits;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Copies of profile maps that nobody can change: texts, booleans, finite numbers, lists and maps, nothing else. */
final class Profiles {

    private Profiles() {}

    /**
     * A deep copy in the same order. A null profile or option is left out, as if it had not been written.
     *
     * @throws BadOptionException naming profile and option, if one is of another type
     */
    static Map<String, Map<String, Object>> copy(Map<?, ?> profiles) {
        Map<String, Map<String, Object>> copies = new LinkedHashMap<>();
        profiles.forEach((name, options) -> {
            if (options instanceof Map<?, ?> map) {
                copies.put(String.valueOf(name), copyMap(String.valueOf(name), map));
            } else if (options != null) {
                throw new BadOptionException(name + " must be a map of options", options);
            }
        });
        return Collections.unmodifiableMap(copies);
    }

    /** What of a value another one has not, too: of maps only the parts that differ, anything else as it is. */
    static @Nullable Object differing(@Nullable Object value, @Nullable Object other) {
        if (!(value instanceof Map<?, ?> map && other instanceof Map<?, ?> others)) {
            return value;
        }
        Map<Object, @Nullable Object> different = new LinkedHashMap<>();
        map.forEach((name, part) -> {
            if (!Objects.equals(part, others.get(name))) {
                different.put(name, differing(part, others.get(name)));
            }
        });
        return different;
    }

    private static Map<String, Object> copyMap(String path, Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (value != null) {
                copy.put(String.valueOf(key), copyValue(path + "." + key, value));
            }
        });
        return Collections.unmodifiableMap(copy);
    }

    private static Object copyValue(String path, @Nullable Object value) {
        return switch (value) {
            case String text -> text;
            case Boolean flag -> flag;
            case Integer number -> number;
            case Long number -> number;
            case Double number when Double.isFinite(number) -> number;
            case Map<?, ?> map -> copyMap(path, map);
            case List<?> list -> {
                List<Object> copy = new ArrayList<>(list.size());
                for (Object item : list) {
                    copy.add(copyValue(path + "[" + copy.size() + "]", item));
                }
                yield Collections.unmodifiableList(copy);
            }
            case null, default ->
                throw new BadOptionException(
                        path + " must be a text, true or false, a finite number, a list or a map", value);
        };
    }

    /** An option that no profile can hold; the message begins with its place inside the map. */
    static final class BadOptionException extends IllegalArgumentException {

        BadOptionException(String problem, @Nullable Object value) {
            super(problem + ", but is "
                    + (value == null ? "null" : "a " + value.getClass().getSimpleName()));
        }
    }
}
