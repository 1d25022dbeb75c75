package io.heliograph.server.config;

import io.heliograph.server.limits.DecodeProfile;
import io.heliograph.server.limits.KeySpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes {@code docs/configuration.md} from the registry of keys and the shipped files. */
final class ConfigDoc {
    private static final List<String> SECTIONS = List.of(
            "server",
            "overload",
            "vad",
            "safety",
            "logging",
            "tls",
            "metrics",
            "auth",
            "storage",
            "health",
            "objectives",
            "console",
            "store",
            "model",
            "");

    private static final String HEAD = """
            # Configuration

            Every key of `config/server.yaml` and `config/model.yaml`. This page is generated from the code and the shipped files:
            `mvn -pl server -am test -Dtest=ConfigDocTest -Dsurefire.failIfNoSpecifiedTests=false -Dgolden.update=true`.

            - Later wins: default, server file (`--config`), model file (`--model-config`), command line, environment, changes
              stored by the operator console. Both files may hold every section. Paths are relative to the working directory.
            - **A key that is left out has the default, not the value of the shipped file.** `null` keeps the default.
            - Unknown keys are named in a warning; in `objectives:` they stop the start. A value of a wrong type or outside its range stops the start with one line that
              names file, line and key.
            - *Live*: **yes** acts at once, **new** on sessions created afterwards, **no** at the next start.
            - *Flat name*: the key may also stand under this name at the top of a file, where it overrides the section. Keys of
              `server:` may stand there under their own name.
            """;

    private ConfigDoc() {}

    /**
     * The page.
     *
     * @param shipped values of the shipped files by full key name
     */
    static String render(Map<String, @Nullable Object> shipped) {
        StringBuilder page = new StringBuilder(HEAD);
        for (String section : SECTIONS) {
            page.append("\n## ")
                    .append(section.isEmpty() ? "Profiles" : "`" + section + ":`")
                    .append("\n\n");
            page.append("| key | type | default | shipped | live | flag | flat name | meaning |\n");
            page.append("|---|---|---|---|---|---|---|---|\n");
            keysOf(section, List.copyOf(shipped.keySet())).forEach(spec -> page.append(row(spec, shipped)));
        }
        page.append("\nEach decode profile holds engine options: ")
                .append(String.join(
                        ", ",
                        DecodeProfile.OPTIONS.stream()
                                .sorted()
                                .map(option -> "`" + option + "`")
                                .toList()))
                .append(". Sessions whose profile holds others are refused.\n\nEach load profile may hold: ")
                .append(String.join(
                        ", ",
                        LoadProfile.KEYS.stream()
                                .sorted()
                                .map(key -> "`" + key + "`")
                                .toList()))
                .append(". What it leaves out comes from the model section.\n");
        return page.toString();
    }

    /** The keys in the order of the shipped files; those absent there come last. */
    private static List<KeySpec> keysOf(String section, List<String> order) {
        List<KeySpec> keys = new ArrayList<>(KnownKeys.byName().values());
        keys.removeIf(spec -> !spec.section().equals(section));
        keys.sort(Comparator.comparingInt(
                spec -> order.contains(spec.name()) ? order.indexOf(spec.name()) : order.size()));
        return keys;
    }

    private static String row(KeySpec spec, Map<String, @Nullable Object> shipped) {
        String key = spec.name()
                .substring(spec.section().isEmpty() ? 0 : spec.section().length() + 1);
        Object codeDefault = spec.codeDefault();
        String flag = CommandLineFlag.setting(spec.name())
                .map(each -> "`" + each.flag() + "`")
                .orElse("");
        return "| `" + key + "` | " + type(spec) + " | " + cell(codeDefault) + " | "
                + (shipped.containsKey(spec.name()) ? cell(shipped.get(spec.name())) : "absent") + " | "
                + spec.live().label() + " | " + flag + " | " + flatName(spec) + " | " + spec.meaning() + " |\n";
    }

    private static String type(KeySpec spec) {
        String unit = spec.unit().isEmpty() ? "" : ", " + spec.unit();
        String range = spec.choices().isEmpty() ? spec.range().words() : "";
        return spec.kind().label() + unit + (range.isEmpty() ? "" : ", " + range);
    }

    private static String cell(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return String.join(", ", map.keySet().stream().map(String::valueOf).toList());
        }
        if (value instanceof Double number && number == Math.rint(number)) {
            return "`" + number.longValue() + "`";
        }
        return "".equals(value) ? "`\"\"`" : "`" + value + "`";
    }

    private static String flatName(KeySpec spec) {
        Map<String, String> names = new LinkedHashMap<>();
        KnownKeys.flatNames().forEach((flat, each) -> names.put(each.name(), flat));
        String flat = names.get(spec.name());
        return flat == null || spec.section().equals("server") ? "" : "`" + flat + "`";
    }
}
