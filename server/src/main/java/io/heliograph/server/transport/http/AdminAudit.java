package io.heliograph.server.transport.http;

import io.heliograph.server.control.AuditControl;
import io.heliograph.server.control.AuditEntryView;
import io.heliograph.server.control.AuditPage;
import io.heliograph.server.control.AuditQuery;
import io.heliograph.server.control.AuditVerdict;
import io.heliograph.server.control.Operator;
import io.heliograph.server.telemetry.JsonWriter;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The audit over HTTP. Thread-safe. */
final class AdminAudit {
    private static final int DEFAULT_LIMIT = 100;
    private static final Set<String> PARAMETERS =
            Set.of("from", "until", "author", "action", "text", "before", "limit");

    private final AuditControl audit;

    AdminAudit(AuditControl audit) {
        this.audit = audit;
    }

    HttpAnswer page(Operator operator, HttpCall call) {
        AuditPage page = audit.page(operator, query(call));
        JsonWriter body = new JsonWriter().beginObject().key("entries").beginArray();
        page.entries().forEach(entry -> write(body, entry));
        return AdminAnswers.ok(
                body.endArray().key("has_older").value(page.hasOlder()).endObject());
    }

    HttpAnswer verify(Operator operator, HttpCall call) {
        AuditVerdict verdict = audit.verify(operator);
        JsonWriter body = new JsonWriter()
                .beginObject()
                .key("intact")
                .value(verdict.isIntact())
                .key("entries")
                .value(verdict.entries())
                .key("first_bad_sequence");
        verdict.firstBadSequence().ifPresentOrElse(body::value, body::nullValue);
        return AdminAnswers.ok(body.key("finding").value(verdict.finding()).endObject());
    }

    HttpAnswer export(Operator operator, HttpCall call) {
        return HttpAnswer.of(200, "text/csv; charset=utf-8", audit.exportCsv(operator, query(call)));
    }

    private static AuditQuery query(HttpCall call) {
        Map<String, String> parameters = call.parameters();
        for (String name : parameters.keySet()) {
            if (!PARAMETERS.contains(name)) {
                throw problem(
                        name,
                        "unknown parameter; there are "
                                + PARAMETERS.stream().sorted().toList(),
                        "extra_forbidden");
            }
        }
        return new AuditQuery(
                instant(parameters, "from"),
                instant(parameters, "until"),
                parameters.getOrDefault("author", ""),
                parameters.getOrDefault("action", ""),
                parameters.getOrDefault("text", ""),
                number(parameters, "before", 0),
                (int) Math.min(Integer.MAX_VALUE, number(parameters, "limit", DEFAULT_LIMIT)));
    }

    private static Optional<Instant> instant(Map<String, String> parameters, String name) {
        String text = parameters.getOrDefault(name, "");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            throw problem(name, "must be a time like 2026-01-31T23:59:00Z", "datetime_parsing");
        }
    }

    private static long number(Map<String, String> parameters, String name, long otherwise) {
        String text = parameters.getOrDefault(name, "");
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw problem(name, "must be a whole number", "int_parsing");
        }
    }

    private static AdminRequestException problem(String name, String message, String type) {
        return new AdminRequestException(List.of(new AdminProblem(List.of("query", name), message, type)));
    }

    private static void write(JsonWriter body, AuditEntryView entry) {
        body.beginObject();
        body.key("sequence").value(entry.sequence());
        body.key("at").value(entry.at().toString());
        body.key("author").value(entry.author());
        body.key("role").value(entry.role());
        body.key("origin").value(entry.origin());
        body.key("action").value(entry.action());
        body.key("target").value(entry.target());
        body.key("before").value(entry.before());
        body.key("after").value(entry.after());
        body.key("reason").value(entry.reason());
        body.key("success").value(entry.isSuccess());
        body.endObject();
    }
}
