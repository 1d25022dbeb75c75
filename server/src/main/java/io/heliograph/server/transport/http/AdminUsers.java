package io.heliograph.server.transport.http;

import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import io.heliograph.server.control.UserView;
import io.heliograph.server.control.UsersControl;
import io.heliograph.server.telemetry.JsonWriter;
import java.time.Instant;
import java.util.Optional;

/** The users over HTTP; a one-time password stands in the answer that made it and nowhere else. Thread-safe. */
final class AdminUsers {
    private final UsersControl users;

    AdminUsers(UsersControl users) {
        this.users = users;
    }

    HttpAnswer list(Operator operator, HttpCall call) {
        JsonWriter body = new JsonWriter().beginObject().key("users").beginArray();
        users.list(operator).forEach(user -> write(body, user));
        return AdminAnswers.ok(body.endArray().endObject());
    }

    HttpAnswer create(Operator operator, HttpCall call) {
        AdminBody body = AdminBody.of(call, "name", "role", "reason");
        return made("created", users.create(operator, name(body), role(body), body.text("reason")));
    }

    HttpAnswer reset(Operator operator, HttpCall call) {
        AdminBody body = AdminBody.of(call, "name", "reason");
        return made("reset", users.resetPassword(operator, name(body), body.text("reason")));
    }

    HttpAnswer changeRole(Operator operator, HttpCall call) {
        AdminBody body = AdminBody.of(call, "name", "role", "reason");
        users.setRole(operator, name(body), role(body), body.text("reason"));
        return AdminAnswers.status("changed");
    }

    HttpAnswer enable(Operator operator, HttpCall call) {
        AdminBody body = AdminBody.of(call, "name", "reason");
        users.setEnabled(operator, name(body), true, body.text("reason"));
        return AdminAnswers.status("enabled");
    }

    HttpAnswer disable(Operator operator, HttpCall call) {
        AdminBody body = AdminBody.of(call, "name", "reason");
        users.setEnabled(operator, name(body), false, body.text("reason"));
        return AdminAnswers.status("disabled");
    }

    HttpAnswer delete(Operator operator, HttpCall call) {
        AdminBody body = AdminBody.of(call, "name", "reason");
        users.delete(operator, name(body), body.text("reason"));
        return AdminAnswers.status("deleted");
    }

    private static HttpAnswer made(String status, String password) {
        return AdminAnswers.ok(new JsonWriter()
                .beginObject()
                .key("status")
                .value(status)
                .key("one_time_password")
                .value(password)
                .endObject());
    }

    private static String name(AdminBody body) {
        String name = body.text("name");
        if (name.isEmpty()) {
            throw AdminRequestException.of("name", "is missing", "missing");
        }
        return name;
    }

    private static Role role(AdminBody body) {
        String label = body.text("role");
        for (Role role : Role.values()) {
            if (role.label().equals(label)) {
                return role;
            }
        }
        throw AdminRequestException.of("role", "must be viewer, operator or admin", "enum");
    }

    private static void write(JsonWriter body, UserView user) {
        body.beginObject();
        body.key("name").value(user.name());
        body.key("role").value(user.role().label());
        body.key("enabled").value(user.isEnabled());
        body.key("must_change_password").value(user.mustChangePassword());
        time(body.key("last_sign_in"), user.lastSignIn());
        time(body.key("locked_until"), user.lockedUntil());
        body.endObject();
    }

    private static void time(JsonWriter body, Optional<Instant> instant) {
        instant.ifPresentOrElse(known -> body.value(known.toString()), body::nullValue);
    }
}
