package io.heliograph.app.users;

import io.heliograph.app.desk.RemoteServer;
import io.heliograph.app.desk.ServerAnswerException;
import io.heliograph.server.control.Role;
import io.heliograph.server.control.UserView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The users of a running server, which makes passwords itself: none travels to it. Confined to the calling thread. */
final class RemoteUsers implements UserDesk {
    private final RemoteServer remote;

    RemoteUsers(RemoteServer remote) {
        this.remote = remote;
    }

    @Override
    public List<UserView> list() throws ServerAnswerException, InterruptedException {
        List<UserView> users = new ArrayList<>();
        for (JsonNode user : remote.get("/admin/users").path("users")) {
            users.add(new UserView(
                    user.path("name").asString(),
                    Role.valueOf(user.path("role").asString().toUpperCase(Locale.ROOT)),
                    user.path("enabled").asBoolean(),
                    user.path("must_change_password").asBoolean(),
                    time(user.path("last_sign_in")),
                    0,
                    time(user.path("locked_until"))));
        }
        return users;
    }

    @Override
    public String create(String name, Role role, String reason) throws ServerAnswerException, InterruptedException {
        return password(
                remote.post("/admin/users/create", Map.of("name", name, "role", role.label(), "reason", reason)));
    }

    @Override
    public void create(String name, Role role, char[] password, String reason) throws ServerAnswerException {
        throw bringsPassword();
    }

    @Override
    public String reset(String name, String reason) throws ServerAnswerException, InterruptedException {
        return password(remote.post("/admin/users/reset", Map.of("name", name, "reason", reason)));
    }

    @Override
    public void reset(String name, char[] password, String reason) throws ServerAnswerException {
        throw bringsPassword();
    }

    @Override
    public void changeRole(String name, Role role, String reason) throws ServerAnswerException, InterruptedException {
        remote.post("/admin/users/role", Map.of("name", name, "role", role.label(), "reason", reason));
    }

    @Override
    public void setEnabled(String name, boolean isEnabled, String reason)
            throws ServerAnswerException, InterruptedException {
        remote.post("/admin/users/" + (isEnabled ? "enable" : "disable"), Map.of("name", name, "reason", reason));
    }

    @Override
    public void delete(String name, String reason) throws ServerAnswerException, InterruptedException {
        remote.post("/admin/users/delete", Map.of("name", name, "reason", reason));
    }

    private static ServerAnswerException bringsPassword() {
        return new ServerAnswerException("a running server makes the password itself, for one use:"
                + " leave out --ask-password and --password-stdin, or stop it first");
    }

    private static String password(JsonNode answer) {
        return answer.path("one_time_password").asString();
    }

    private static Optional<Instant> time(JsonNode text) {
        return text.isString() ? Optional.of(Instant.parse(text.asString())) : Optional.empty();
    }
}
