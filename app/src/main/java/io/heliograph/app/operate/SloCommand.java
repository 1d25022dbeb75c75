package io.heliograph.app.operate;

import io.heliograph.app.CommandOutput;
import io.heliograph.app.TextTable;
import io.heliograph.app.desk.RemoteServer;
import io.heliograph.app.desk.ServerAnswerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code heliograph slo}: whether a running server keeps its objectives. Confined to the calling thread. */
@Command(
        name = "slo",
        description = "Show whether a running server keeps its objectives.",
        footer = "Ends with 1 if an objective is missed. A server with an observability token is asked with"
                + " $STT_OBSERVABILITY_TOKEN.",
        mixinStandardHelpOptions = true)
public final class SloCommand extends RemoteCommand {

    @Override
    String tokenVariable() {
        return "STT_OBSERVABILITY_TOKEN";
    }

    @Override
    int run(RemoteServer remote, CommandOutput output) throws ServerAnswerException, InterruptedException {
        JsonNode answer = remote.get("/slo");
        boolean isMissed = false;
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("OBJECTIVE", "TARGET", "VERDICT", "ATTAINED", "VALID", "P99", "BUDGET LEFT", "BURNS"));
        for (var objective : answer.path("objectives").properties()) {
            JsonNode promised = objective.getValue().path("promised");
            isMissed |= promised.path("verdict").asString().equals("missed");
            rows.add(row(objective.getKey(), objective.getValue(), promised));
        }
        if (!printedJson(answer, output)) {
            TextTable.lines(rows).forEach(output::out);
            JsonNode record = answer.path("record");
            output.out("counted since " + record.path("since").asString()
                    + (record.path("store_failing").asBoolean() ? "; the store fails: the counts may be lost" : ""));
        }
        return isMissed ? CommandOutput.FAILED : CommandOutput.OK;
    }

    private static List<String> row(String name, JsonNode objective, JsonNode promised) {
        JsonNode threshold = objective.path("threshold_sec");
        String target = percent(objective.path("target"))
                + (threshold.isNumber() ? String.format(Locale.ROOT, " <= %.3g s", threshold.asDouble()) : "");
        List<String> burning = new ArrayList<>();
        for (var burn : objective.path("burn_rates").properties()) {
            if (burn.getValue().path("burning").asBoolean()) {
                burning.add(burn.getKey());
            }
        }
        JsonNode p99 = promised.path("latency_sec").path("p99");
        return List.of(
                name,
                target,
                promised.path("verdict").asString(),
                percent(promised.path("attainment")),
                promised.path("valid").asString(),
                p99.isNumber() ? String.format(Locale.ROOT, "%.3f s", p99.asDouble()) : "-",
                percent(objective.path("error_budget").path("remaining_ratio")),
                burning.isEmpty() ? "no" : String.join(", ", burning));
    }

    private static String percent(JsonNode ratio) {
        return ratio.isNumber() ? String.format(Locale.ROOT, "%.2f %%", 100 * ratio.asDouble()) : "-";
    }
}
