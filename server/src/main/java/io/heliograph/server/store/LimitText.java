package io.heliograph.server.store;

import io.heliograph.server.limits.LimitKey;
import io.heliograph.server.limits.Limits;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.representer.Representer;

/** Values of limits as they stand in the database: YAML, so that people can read the tables. Pure. */
final class LimitText {
    private LimitText() {}

    /** A value in its key's own type, or null for none. */
    static String of(@Nullable Object value) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.FLOW);
        options.setWidth(Integer.MAX_VALUE);
        options.setSplitLines(false);
        return yaml(options).dump(value).strip();
    }

    /** What {@link io.heliograph.server.limits.KeySpec#convert} makes the value of again. */
    static @Nullable Object value(String text) {
        return yaml(new DumperOptions()).load(text);
    }

    /** The value of a key as it is compared with a later one: what is secret only as a hash. */
    static String compared(LimitKey key, Limits limits) {
        String text = of(limits.value(key));
        return key.spec().secret() ? "sha256:" + sha256(text) : text;
    }

    /** All values but the secret ones, by full key name. */
    static String snapshot(Limits limits) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (LimitKey key : LimitKey.values()) {
            if (!key.spec().secret()) {
                values.put(key.fullName(), limits.value(key));
            }
        }
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        return yaml(options).dump(values);
    }

    /**
     * The limits of a snapshot; a value that it lacks, or that is no longer possible, is taken from the others.
     *
     * @param others with the secrets, too
     */
    static Limits restored(String snapshot, Limits others) {
        Object loaded = value(snapshot);
        Map<?, ?> values = loaded instanceof Map<?, ?> map ? map : Map.of();
        Map<String, @Nullable Object> possible = new LinkedHashMap<>();
        for (LimitKey key : LimitKey.values()) {
            Object raw = values.get(key.fullName());
            if (!key.spec().secret() && values.containsKey(key.fullName()) && isPossible(key, raw)) {
                possible.put(key.fullName(), raw);
            }
        }
        return others.with(possible);
    }

    /** Whether a key can have the value. */
    static boolean isPossible(LimitKey key, @Nullable Object raw) {
        try {
            key.spec().convert(raw);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Yaml yaml(DumperOptions options) {
        options.setNonPrintableStyle(DumperOptions.NonPrintableStyle.ESCAPE);
        LoaderOptions loading = new LoaderOptions();
        return new Yaml(new SafeConstructor(loading), new Representer(options), options, loading);
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
