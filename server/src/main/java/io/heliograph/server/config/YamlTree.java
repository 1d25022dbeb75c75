package io.heliograph.server.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A parsed YAML document without anchors, aliases and merge keys. Immutable. */
sealed interface YamlTree {

    /** A key whose value is always a text: plain {@code no} is Norwegian here, though a boolean in YAML 1.1. */
    String LANGUAGE = "language";

    /** Line of the file, from 1. */
    int line();

    /** The plain Java value; null for a null scalar. */
    @Nullable
    Object plain();

    /** The text as written if this is a scalar that is not null, else the plain value. */
    static @Nullable Object written(YamlTree tree) {
        return tree instanceof Scalar scalar && scalar.value() != null ? scalar.text() : tree.plain();
    }

    /**
     * A leaf.
     *
     * @param text as written, without quotes
     * @param value null, boolean, number or text, as YAML reads it
     */
    record Scalar(String text, @Nullable Object value, int line) implements YamlTree {

        @Override
        public @Nullable Object plain() {
            return value;
        }
    }

    /** A list. */
    record Sequence(List<YamlTree> items, int line) implements YamlTree {

        @Override
        public Object plain() {
            List<@Nullable Object> list = new ArrayList<>(items.size());
            items.forEach(item -> list.add(item.plain()));
            return list;
        }

        /** The items, scalars as written. */
        List<@Nullable Object> texts() {
            List<@Nullable Object> list = new ArrayList<>(items.size());
            items.forEach(item -> list.add(written(item)));
            return list;
        }
    }

    /** A map with texts as keys, in the order of the file. */
    record Mapping(Map<String, YamlTree> entries, int line) implements YamlTree {

        @Override
        public Object plain() {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            entries.forEach((key, value) -> map.put(key, LANGUAGE.equals(key) ? written(value) : value.plain()));
            return map;
        }
    }
}
