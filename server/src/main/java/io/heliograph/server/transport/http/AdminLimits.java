package io.heliograph.server.transport.http;

import io.heliograph.server.control.LimitDifference;
import io.heliograph.server.control.LimitEntry;
import io.heliograph.server.control.LimitsControl;
import io.heliograph.server.control.LimitsOutcome;
import io.heliograph.server.control.LimitsVersion;
import io.heliograph.server.control.LimitsView;
import io.heliograph.server.control.Operator;
import io.heliograph.server.telemetry.JsonWriter;
import java.util.List;
import java.util.Map;

/** The limits over HTTP. Thread-safe. */
final class AdminLimits {
    private final LimitsControl limits;

    AdminLimits(LimitsControl limits) {
        this.limits = limits;
    }

    HttpAnswer view(Operator operator, HttpCall call) {
        LimitsView view = limits.view(operator);
        JsonWriter body = new JsonWriter().beginObject().key("version").value(view.version());
        body.key("limits").beginArray();
        view.entries().forEach(entry -> write(body, entry));
        return AdminAnswers.ok(body.endArray().endObject());
    }

    HttpAnswer preview(Operator operator, HttpCall call) {
        return outcome(limits.preview(operator, AdminBody.of(call, "changes").values("changes")));
    }

    HttpAnswer change(Operator operator, HttpCall call) {
        AdminBody body = AdminBody.of(call, "version", "changes", "reason");
        return outcome(limits.change(operator, body.number("version"), body.values("changes"), body.text("reason")));
    }

    HttpAnswer rollBack(Operator operator, HttpCall call) {
        AdminBody body = AdminBody.of(call, "version", "target", "reason");
        return outcome(limits.rollBack(operator, body.number("version"), body.number("target"), body.text("reason")));
    }

    HttpAnswer history(Operator operator, HttpCall call) {
        JsonWriter body = new JsonWriter().beginObject().key("versions");
        write(body, limits.history(operator));
        return AdminAnswers.ok(body.endObject());
    }

    HttpAnswer export(Operator operator, HttpCall call) {
        return HttpAnswer.of(200, "application/yaml; charset=utf-8", limits.exportYaml(operator));
    }

    private static HttpAnswer outcome(LimitsOutcome outcome) {
        return switch (outcome) {
            case LimitsOutcome.Preview preview -> {
                JsonWriter body = new JsonWriter().beginObject().key("differences");
                differences(body, preview.differences());
                body.key("consequences").beginArray();
                preview.consequences().forEach(body::value);
                yield AdminAnswers.ok(body.endArray().endObject());
            }
            case LimitsOutcome.Applied applied ->
                AdminAnswers.ok(new JsonWriter()
                        .beginObject()
                        .key("status")
                        .value("applied")
                        .key("version")
                        .value(applied.version())
                        .endObject());
            case LimitsOutcome.Conflict conflict -> {
                JsonWriter body = new JsonWriter()
                        .beginObject()
                        .key("status")
                        .value("conflict")
                        .key("version")
                        .value(conflict.current())
                        .key("meanwhile");
                write(body, conflict.meanwhile());
                yield HttpAnswer.json(AdminAnswers.CONFLICT, body.endObject().toString());
            }
            case LimitsOutcome.Invalid invalid ->
                AdminAnswers.invalid(invalid.problems().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(problem -> new AdminProblem(
                                List.of("body", "changes", problem.getKey()), problem.getValue(), "value_error"))
                        .toList());
        };
    }

    private static void write(JsonWriter body, LimitEntry entry) {
        body.beginObject();
        body.key("key").value(entry.key());
        body.key("value").value(entry.value());
        body.key("configured").value(entry.configured());
        body.key("default").value(entry.codeDefault());
        body.key("in_use");
        if (entry.inUse().isPresent()) {
            body.value(entry.inUse().getAsDouble());
        } else {
            body.nullValue();
        }
        body.key("unit").value(entry.unit());
        body.key("type").value(entry.type());
        body.key("allowed").value(entry.allowed());
        body.key("acts_on").value(entry.actsOnNewSessions() ? "new sessions" : "now");
        body.key("drifted").value(entry.isDrifted());
        body.key("meaning").value(entry.meaning());
        body.endObject();
    }

    private static void write(JsonWriter body, List<LimitsVersion> versions) {
        body.beginArray();
        for (LimitsVersion version : versions) {
            body.beginObject();
            body.key("version").value(version.version());
            body.key("at").value(version.at().toString());
            body.key("author").value(version.author());
            body.key("reason").value(version.reason());
            body.key("differences");
            differences(body, version.differences());
            body.endObject();
        }
        body.endArray();
    }

    private static void differences(JsonWriter body, List<LimitDifference> differences) {
        body.beginArray();
        for (LimitDifference difference : differences) {
            body.beginObject();
            body.key("key").value(difference.key());
            body.key("before").value(difference.before());
            body.key("after").value(difference.after());
            body.endObject();
        }
        body.endArray();
    }
}
