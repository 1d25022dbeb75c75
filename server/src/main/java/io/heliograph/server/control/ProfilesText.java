package io.heliograph.server.control;

import io.heliograph.server.limits.LimitKey;
import io.heliograph.server.limits.LimitsInvalidException;
import io.heliograph.server.limits.ValueKind;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Maps of named maps as people write them: YAML, as in a configuration file. Pure. */
final class ProfilesText {
    /** Longer than any sensible set of decode profiles. */
    private static final int MAX_LENGTH = 20_000;

    private ProfilesText() {}

    /** A map, one option on a line. */
    static String of(Object profiles) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        return new Yaml(options).dump(profiles).strip();
    }

    /**
     * The same changes, with a map for each text that stands for one.
     *
     * @throws LimitsInvalidException saying where a text is no YAML
     */
    static Map<String, @Nullable Object> read(Map<String, ? extends @Nullable Object> changes) {
        Map<String, @Nullable Object> read = new LinkedHashMap<>();
        changes.forEach((key, value) ->
                read.put(key, value instanceof String text && isMap(key) ? map(key, text) : value));
        return read;
    }

    private static boolean isMap(String key) {
        return LimitKey.named(key)
                .filter(found -> found.spec().kind() == ValueKind.PROFILES)
                .isPresent();
    }

    private static @Nullable Object map(String key, String text) {
        if (text.length() > MAX_LENGTH) {
            throw invalid(key, "has " + text.length() + " characters, at most " + MAX_LENGTH + " are allowed");
        }
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            return new Yaml(new SafeConstructor(options)).load(text);
        } catch (MarkedYAMLException e) {
            String line = e.getProblemMark() == null
                    ? ""
                    : " in line " + (e.getProblemMark().getLine() + 1);
            throw invalid(key, "is no YAML" + line + ": " + e.getProblem());
        } catch (YAMLException e) {
            throw invalid(key, "is no YAML that can be read");
        }
    }

    private static LimitsInvalidException invalid(String key, String words) {
        return new LimitsInvalidException(Map.of(key, key + " " + words.replaceAll("\\p{Cntrl}", "?")));
    }
}
