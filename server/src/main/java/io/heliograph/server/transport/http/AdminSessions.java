package io.heliograph.server.transport.http;

import io.heliograph.server.control.Operator;
import io.heliograph.server.control.SessionView;
import io.heliograph.server.control.SessionsControl;
import io.heliograph.server.telemetry.JsonWriter;

/** The sessions over HTTP. Thread-safe. */
final class AdminSessions {
    private final SessionsControl sessions;

    AdminSessions(SessionsControl sessions) {
        this.sessions = sessions;
    }

    HttpAnswer list(Operator operator, HttpCall call) {
        JsonWriter body = new JsonWriter()
                .beginObject()
                .key("draining")
                .value(sessions.isDraining(operator))
                .key("sessions")
                .beginArray();
        sessions.list(operator).forEach(session -> write(body, session));
        return AdminAnswers.ok(body.endArray().endObject());
    }

    HttpAnswer end(Operator operator, HttpCall call) {
        AdminBody body = AdminBody.of(call, "session", "reason");
        sessions.end(operator, body.text("session"), body.text("reason"));
        return AdminAnswers.status("ending");
    }

    HttpAnswer drain(Operator operator, HttpCall call) {
        sessions.drain(operator, AdminBody.of(call, "reason").text("reason"));
        return AdminAnswers.status("draining");
    }

    HttpAnswer undoDrain(Operator operator, HttpCall call) {
        sessions.undoDrain(operator, AdminBody.of(call, "reason").text("reason"));
        return AdminAnswers.status("serving");
    }

    private static void write(JsonWriter body, SessionView session) {
        body.beginObject();
        body.key("session").value(session.hash());
        body.key("client").value(session.clientHash());
        body.key("state").value(session.isStreaming() ? "streaming" : "created");
        body.key("model").value(session.modelId());
        body.key("decode_profile").value(session.decodeProfile());
        body.key("language").value(session.languageCode());
        body.key("age_sec").value(session.ageSeconds());
        body.key("audio_sec").value(session.audioSeconds());
        body.key("buffer_bytes").value(session.bufferBytes());
        body.key("pending_decodes").value(session.pendingDecodes());
        body.key("utterances").value(session.utterances());
        body.endObject();
    }
}
