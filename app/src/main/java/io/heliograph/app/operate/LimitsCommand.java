package io.heliograph.app.operate;

import io.heliograph.app.CommandOutput;
import io.heliograph.app.TextTable;
import io.heliograph.app.desk.RemoteServer;
import io.heliograph.app.desk.ServerAnswerException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code heliograph limits}: what a running server allows, and changing it. Confined to the calling thread. */
@Command(
        name = "limits",
        description = "See and change the limits of a running server.",
        mixinStandardHelpOptions = true,
        subcommands = {
            LimitsCommand.Get.class,
            LimitsCommand.Change.class,
            LimitsCommand.History.class,
            LimitsCommand.RollBack.class,
            LimitsCommand.Export.class
        })
public final class LimitsCommand {

    /** {@code limits get}. */
    @Command(
            name = "get",
            description = "Show limits: value in force, configured value, what is in use.",
            mixinStandardHelpOptions = true)
    static final class Get extends RemoteCommand {
        @Parameters(paramLabel = "KEY", arity = "0..*", description = "Full names or parts of them (default: all).")
        private List<String> keys = new ArrayList<>();

        @Override
        int run(RemoteServer remote, CommandOutput output) throws ServerAnswerException, InterruptedException {
            JsonNode answer = remote.get("/admin/limits");
            if (printedJson(answer, output)) {
                return CommandOutput.OK;
            }
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("KEY", "VALUE", "CONFIGURED", "IN USE", "UNIT", "ALLOWED"));
            for (JsonNode limit : answer.path("limits")) {
                String key = limit.path("key").asString();
                if (keys.isEmpty() || keys.stream().anyMatch(key::contains)) {
                    rows.add(List.of(
                            key,
                            limit.path("value").asString(),
                            limit.path("drifted").asBoolean()
                                    ? limit.path("configured").asString()
                                    : "=",
                            limit.path("in_use").isNull()
                                    ? ""
                                    : plain(limit.path("in_use").asDouble()),
                            limit.path("unit").asString(),
                            limit.path("allowed").asString()));
                }
            }
            if (rows.size() == 1) {
                return output.failed("no limit has " + String.join(" or ", keys) + " in its name");
            }
            output.out("version " + answer.path("version").asLong());
            TextTable.lines(rows).forEach(output::out);
            return CommandOutput.OK;
        }

        private static String plain(double number) {
            return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
        }
    }

    /** {@code limits set}. */
    @Command(name = "set", description = "Change limits: all of them or none.", mixinStandardHelpOptions = true)
    static final class Change extends RemoteCommand {
        @Parameters(
                paramLabel = "KEY=VALUE",
                arity = "1..*",
                description = "New values; \"KEY=null\" unsets. The key's section may be left out where that is clear.")
        private List<String> assignments = new ArrayList<>();

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why; stands beside the change for ever.")
        private String reason = "";

        @Option(names = "--dry-run", description = "Say what would change and what it would do; change nothing.")
        private boolean isDry;

        @Option(
                names = "--if-version",
                paramLabel = "N",
                description = "Change only what has this version (default: whatever is in force).")
        private @Nullable Long version;

        @Override
        int run(RemoteServer remote, CommandOutput output) throws ServerAnswerException, InterruptedException {
            JsonNode view = remote.get("/admin/limits");
            Map<String, @Nullable Object> changes = new LinkedHashMap<>();
            for (String assignment : assignments) {
                int equals = assignment.indexOf('=');
                if (equals < 1) {
                    return output.failed("KEY=VALUE is needed, but there is: " + assignment);
                }
                changes.put(
                        LimitNames.full(assignment.substring(0, equals), view.path("limits")),
                        LimitNames.value(assignment.substring(equals + 1)));
            }
            JsonNode preview = remote.post("/admin/limits/preview", Map.of("changes", changes));
            if (isDry) {
                if (!printedJson(preview, output)) {
                    tell(preview, output);
                }
                return CommandOutput.OK;
            }
            long based = version != null ? version : view.path("version").asLong();
            JsonNode answer =
                    remote.post("/admin/limits", Map.of("version", based, "changes", changes, "reason", reason));
            if (!printedJson(answer, output)) {
                tell(preview, output);
                output.out("in force as version " + answer.path("version").asLong());
            }
            return CommandOutput.OK;
        }

        private static void tell(JsonNode preview, CommandOutput output) {
            for (JsonNode difference : preview.path("differences")) {
                output.out(difference.path("key").asString() + ": "
                        + difference.path("before").asString() + " -> "
                        + difference.path("after").asString());
            }
            if (preview.path("differences").isEmpty()) {
                output.out("nothing differs from what is in force");
            }
            preview.path("consequences").forEach(each -> output.out(each.asString()));
        }
    }

    /** {@code limits history}. */
    @Command(name = "history", description = "Show who changed what, and why.", mixinStandardHelpOptions = true)
    static final class History extends RemoteCommand {
        @Override
        int run(RemoteServer remote, CommandOutput output) throws ServerAnswerException, InterruptedException {
            JsonNode answer = remote.get("/admin/limits/history");
            if (printedJson(answer, output)) {
                return CommandOutput.OK;
            }
            for (JsonNode version : answer.path("versions")) {
                output.out("version " + version.path("version").asLong() + "  "
                        + version.path("at").asString() + "  "
                        + version.path("author").asString() + ": "
                        + version.path("reason").asString());
                for (JsonNode difference : version.path("differences")) {
                    output.out("  " + difference.path("key").asString() + ": "
                            + difference.path("before").asString() + " -> "
                            + difference.path("after").asString());
                }
            }
            if (answer.path("versions").isEmpty()) {
                output.out("nothing has been changed: everything is as configured");
            }
            return CommandOutput.OK;
        }
    }

    /** {@code limits rollback}. */
    @Command(
            name = "rollback",
            description = "Put the values of an earlier version in force again, as a new version.",
            mixinStandardHelpOptions = true)
    static final class RollBack extends RemoteCommand {
        @Parameters(paramLabel = "VERSION", description = "The version to go back to; 0 = as configured.")
        private long target;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why; stands beside the change for ever.")
        private String reason = "";

        @Override
        int run(RemoteServer remote, CommandOutput output) throws ServerAnswerException, InterruptedException {
            long based = remote.get("/admin/limits").path("version").asLong();
            JsonNode answer =
                    remote.post("/admin/limits/rollback", Map.of("version", based, "target", target, "reason", reason));
            if (!printedJson(answer, output)) {
                output.out("the values of version " + target + " are in force as version "
                        + answer.path("version").asLong());
            }
            return CommandOutput.OK;
        }
    }

    /** {@code limits export}. */
    @Command(
            name = "export",
            description = "Print the limits in force as a configuration file, without secrets.",
            mixinStandardHelpOptions = true)
    static final class Export extends RemoteCommand {
        @Override
        int run(RemoteServer remote, CommandOutput output) throws ServerAnswerException, InterruptedException {
            output.out(remote.text("/admin/limits/export").stripTrailing());
            return CommandOutput.OK;
        }
    }
}
