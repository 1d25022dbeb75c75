package io.heliograph.app.store;

import io.heliograph.app.desk.RemoteServer;
import io.heliograph.app.desk.ServerAnswerException;
import io.heliograph.server.control.AuditEntryView;
import io.heliograph.server.control.AuditPage;
import io.heliograph.server.control.AuditQuery;
import io.heliograph.server.control.AuditVerdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The audit of a running server. Confined to the calling thread. */
final class RemoteAudit implements AuditDesk {
    private final RemoteServer remote;

    RemoteAudit(RemoteServer remote) {
        this.remote = remote;
    }

    @Override
    public AuditVerdict verify() throws ServerAnswerException, InterruptedException {
        JsonNode answer = remote.get("/admin/audit/verify");
        JsonNode bad = answer.path("first_bad_sequence");
        return new AuditVerdict(
                answer.path("intact").asBoolean(),
                answer.path("entries").asLong(),
                bad.isNumber() ? Optional.of(bad.asLong()) : Optional.empty(),
                answer.path("finding").asString());
    }

    @Override
    public AuditPage page(AuditQuery query) throws ServerAnswerException, InterruptedException {
        Map<String, String> wanted = parameters(query);
        wanted.put("limit", Integer.toString(query.limit()));
        JsonNode answer = remote.get(RemoteServer.path("/admin/audit", wanted));
        List<AuditEntryView> entries = new ArrayList<>();
        answer.path("entries").forEach(entry -> entries.add(entry(entry)));
        return new AuditPage(entries, answer.path("has_older").asBoolean());
    }

    @Override
    public String csv(AuditQuery query) throws ServerAnswerException, InterruptedException {
        return remote.text(RemoteServer.path("/admin/audit/export", parameters(query)));
    }

    private static Map<String, String> parameters(AuditQuery query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("from", query.from().map(Instant::toString).orElse(""));
        parameters.put("until", query.until().map(Instant::toString).orElse(""));
        parameters.put("author", query.author());
        parameters.put("action", query.action());
        parameters.put("text", query.text());
        return parameters;
    }

    private static AuditEntryView entry(JsonNode entry) {
        return new AuditEntryView(
                entry.path("sequence").asLong(),
                Instant.parse(entry.path("at").asString()),
                entry.path("author").asString(),
                entry.path("role").asString(),
                entry.path("origin").asString(),
                entry.path("action").asString(),
                entry.path("target").asString(),
                entry.path("before").asString(),
                entry.path("after").asString(),
                entry.path("reason").asString(),
                entry.path("success").asBoolean());
    }
}
