package io.heliograph.app.serve;

import io.heliograph.server.config.CommandLineFlag;
import io.heliograph.server.config.Overrides;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The flags of {@code serve}, made from the server's own table, so that neither has one that the other lacks. Pure. */
final class ServeOptions {
    private ServeOptions() {}

    /** Adds an option per flag; of one given twice the last counts. */
    static void addTo(CommandSpec spec) {
        for (CommandLineFlag flag : CommandLineFlag.values()) {
            OptionSpec.Builder option = OptionSpec.builder(flag.flag()).description(flag.meaning());
            if (flag.isSwitch()) {
                option.type(Boolean.class).arity("0").negatable(true);
            } else {
                option.type(String.class).arity("1").paramLabel(label(flag));
            }
            spec.addOption(option.build());
        }
    }

    /** What the command line says. */
    static Overrides overrides(ParseResult parsed) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (CommandLineFlag flag : CommandLineFlag.values()) {
            Object value = parsed.matchedOptionValue(flag.flag(), null);
            if (value != null) {
                flag.key().ifPresent(key -> values.put(key.name(), value));
            }
        }
        return new Overrides(
                path(parsed, CommandLineFlag.CONFIG),
                path(parsed, CommandLineFlag.MODEL_CONFIG),
                path(parsed, CommandLineFlag.DATA_DIR),
                path(parsed, CommandLineFlag.MODELS_DIR),
                values);
    }

    private static @Nullable Path path(ParseResult parsed, CommandLineFlag flag) {
        String text = parsed.matchedOptionValue(flag.flag(), null);
        return text == null ? null : Path.of(text);
    }

    private static String label(CommandLineFlag flag) {
        return flag.key().isEmpty() ? "PATH" : flag.kind().label().toUpperCase(java.util.Locale.ROOT);
    }
}
