package io.heliograph.server.transport.http;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.testing.FreePort;
import io.heliograph.server.testing.ScriptedModel;
import io.heliograph.server.testing.ServerFixture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** Scripts at a whole server's HTTP port. */
final class AdminApiTest {
    private static final Map<String, String> ON = Map.of("STT_ADMIN_ENABLED", "1", "STT_ADMIN_TOKEN", "open sesame");
    private static final String PASSWORD = "words of a script";
    private static final String MAX_SESSIONS = "server.max_sessions";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init")
    private ServerFixture fixture;

    private void open(Map<String, String> environment) throws IOException {
        open(environment, "jdbc:h2:mem:admin-api");
    }

    private void open(Map<String, String> environment, String database) throws IOException {
        fixture = ServerFixture.start(
                ScriptedModel.naming(),
                folder,
                Map.of(MAX_SESSIONS, 3, "server.metrics_port", FreePort.find(), "store.url", database),
                environment);
    }

    @AfterEach
    void close() {
        client.close();
        fixture.close();
    }

    private HttpResponse<String> send(String token, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + fixture.server().httpPort().getAsInt() + path))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", token);
        if (body.isEmpty()) {
            request.GET();
        } else {
            request.POST(HttpRequest.BodyPublishers.ofString(body));
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send("Bearer open sesame", path, "");
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send("bearer  open sesame ", path, body);
    }

    private static Map<String, Object> json(HttpResponse<String> answer) {
        return new Yaml().load(answer.body());
    }

    private int maxSessions() throws Exception {
        for (Object limit :
                requireNonNull((Iterable<?>) json(get("/admin/limits")).get("limits"))) {
            Map<?, ?> fields = (Map<?, ?>) limit;
            if (MAX_SESSIONS.equals(fields.get("key"))) {
                return Integer.parseInt(String.valueOf(fields.get("value")));
            }
        }
        throw new AssertionError("no " + MAX_SESSIONS);
    }

    @Test
    void isOffWithoutItsTwoVariables() throws Exception {
        open(Map.of("STT_ADMIN_TOKEN", "open sesame"));
        HttpResponse<String> answer = get("/admin/limits");
        assertEquals(501, answer.statusCode());
        assertTrue(answer.body().contains(ErrorCode.ADMIN_API_DISABLED.code()), answer.body());
    }

    @ParameterizedTest
    @CsvSource({"''", "open sesame", "Bearer open", "Bearer open sesame!", "Basic b3BlbjpzZXNhbWU="})
    void takesNothingButTheToken(String authorization) throws Exception {
        open(ON);
        HttpResponse<String> answer = send(
                authorization,
                "/admin/limits",
                "{\"version\":0,\"changes\":{\"server.max_sessions\":9},\"reason\":\"r\"}");
        assertEquals(401, answer.statusCode());
        assertTrue(answer.body().contains(ErrorCode.ADMIN_UNAUTHORIZED.code()), answer.body());
        assertFalse(answer.body().contains("sesame"));
        assertEquals(3, maxSessions());
    }

    @Test
    void changesAndRollsBackWithReasonAndHistory() throws Exception {
        open(ON);
        String change = "{\"version\":0,\"changes\":{\"server.max_sessions\":9},\"reason\":\"a fair\"}";
        assertEquals(200, post("/admin/limits", change).statusCode());
        assertEquals(9, maxSessions());

        HttpResponse<String> late = post("/admin/limits", change);
        assertEquals(409, late.statusCode());
        assertEquals("conflict", json(late).get("status"));
        assertTrue(late.body().contains("a fair"), late.body());

        assertEquals(
                200,
                post("/admin/limits/rollback", "{\"version\":1,\"target\":0,\"reason\":\"it is over\"}")
                        .statusCode());
        assertEquals(3, maxSessions());
        String history = get("/admin/limits/history").body();
        assertTrue(history.contains("it is over") && history.contains("admin-token"), history);
        assertTrue(get("/admin/limits/export").body().contains("max_sessions: 3"));
    }

    @Test
    void aPreviewChangesNothing() throws Exception {
        open(ON);
        HttpResponse<String> preview = post("/admin/limits/preview", "{\"changes\":{\"server.max_sessions\":\"12\"}}");
        assertEquals(200, preview.statusCode());
        assertTrue(preview.body().contains("\"before\":\"3\",\"after\":\"12\""), preview.body());
        assertEquals(3, maxSessions());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | json_invalid",
                "[] | type_error",
                "{\"version\":0,\"changes\":{\"server.max_sessions\":9}} | value_error",
                "{\"changes\":{\"server.max_sessions\":9},\"reason\":\"r\"} | missing",
                "{\"version\":-1,\"changes\":{\"server.max_sessions\":9},\"reason\":\"r\"} | int_type",
                "{\"version\":0,\"changes\":{},\"reason\":\"r\"} | object_type",
                "{\"version\":0,\"changes\":{\"server.max_sessions\":9},\"reason\":7} | string_type",
                "{\"version\":0,\"changes\":{\"server.max_sessions\":9},\"reason\":\"r\",\"force\":1} | extra_forbidden",
                "{\"version\":0,\"changes\":{\"server.max_sessions\":\"nine\"},\"reason\":\"r\"} | server.max_sessions",
                "{\"version\":0,\"changes\":{\"server.max_session\":9},\"reason\":\"r\"} | server.max_session",
            })
    void wrongBodiesAreNamedAndChangeNothing(String body, String word) throws Exception {
        open(ON);
        HttpResponse<String> answer = post("/admin/limits", body);
        assertEquals(422, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("\"" + word + "\""), answer.body());
        assertEquals(3, maxSessions());
    }

    @Test
    void drainsAndTakesItBack() throws Exception {
        open(ON);
        assertEquals(422, post("/admin/drain", "{}").statusCode());
        assertEquals(200, post("/admin/drain", "{\"reason\":\"new machine\"}").statusCode());
        assertEquals(true, json(get("/admin/sessions")).get("draining"));
        assertEquals(200, post("/admin/undrain", "{\"reason\":\"not yet\"}").statusCode());
        assertEquals(false, json(get("/admin/sessions")).get("draining"));
        assertEquals(
                404,
                post("/admin/sessions/end", "{\"session\":\"0000000000000000\",\"reason\":\"r\"}")
                        .statusCode());
    }

    private String auditText() throws Exception {
        return get("/admin/audit").body();
    }

    @Test
    void aUserIsMadeListedChangedAndDeletedWithTheAuditKnowingAllButThePassword() throws Exception {
        open(ON);
        HttpResponse<String> made =
                post("/admin/users/create", "{\"name\":\"Otto\",\"role\":\"viewer\",\"reason\":\"nights\"}");
        assertEquals(200, made.statusCode(), made.body());
        String first = String.valueOf(json(made).get("one_time_password"));
        HttpResponse<String> reset = post("/admin/users/reset", "{\"name\":\"otto\",\"reason\":\"forgotten\"}");
        String second = String.valueOf(json(reset).get("one_time_password"));
        assertTrue(first.length() > 12 && second.length() > 12 && !first.equals(second), "two passwords");

        assertEquals(
                200,
                post("/admin/users/role", "{\"name\":\"otto\",\"role\":\"operator\",\"reason\":\"days\"}")
                        .statusCode());
        assertEquals(
                200,
                post("/admin/users/disable", "{\"name\":\"otto\",\"reason\":\"away\"}")
                        .statusCode());
        String listed = get("/admin/users").body();
        assertTrue(listed.contains("\"name\":\"otto\",\"role\":\"operator\",\"enabled\":false"), listed);
        assertEquals(
                200,
                post("/admin/users/enable", "{\"name\":\"otto\",\"reason\":\"back\"}")
                        .statusCode());
        assertEquals(
                200,
                post("/admin/users/delete", "{\"name\":\"otto\",\"reason\":\"left\"}")
                        .statusCode());
        assertFalse(get("/admin/users").body().contains("otto"));

        String audit = auditText();
        for (String reason : new String[] {"nights", "forgotten", "days", "away", "back", "left"}) {
            assertTrue(audit.contains("\"reason\":\"" + reason + "\""), reason + " is missing in " + audit);
        }
        assertFalse(audit.contains(first) || audit.contains(second), "a password is in the audit");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create | {\"name\":\"otto\",\"role\":\"viewer\"} | 422",
                "create | {\"name\":\"otto\",\"role\":\"king\",\"reason\":\"r\"} | 422",
                "create | {\"role\":\"viewer\",\"reason\":\"r\"} | 422",
                "create | {\"name\":\"<b>\",\"role\":\"viewer\",\"reason\":\"r\"} | 422",
                "create | {\"name\":\"otto\",\"role\":\"viewer\",\"reason\":\"r\",\"password\":\"x\"} | 422",
                "reset | {\"name\":\"nobody\",\"reason\":\"r\"} | 404",
                "delete | {\"name\":\"nobody\",\"reason\":\"r\"} | 404",
                "role | {\"name\":\"nobody\",\"role\":\"viewer\",\"reason\":\"r\"} | 404",
            })
    void aUserThatCannotBeChangedIsLeftAlone(String action, String body, int status) throws Exception {
        open(ON);
        String before = get("/admin/users").body();
        HttpResponse<String> answer = post("/admin/users/" + action, body);
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals(before, get("/admin/users").body());
    }

    @Test
    void aBackupIsANewFileOnTheServersMachine() throws Exception {
        open(ON, "jdbc:h2:file:" + folder.resolve("kept"));
        Path file = folder.resolve("copy.zip");
        String body = "{\"path\":\"" + file + "\"}";
        HttpResponse<String> written = post("/admin/backup", body);
        assertEquals(200, written.statusCode(), written.body());
        long bytes = Files.size(file);
        assertTrue(bytes > 0);
        assertTrue(auditText().contains("\"target\":\"" + file + "\""));

        assertTrue(post("/admin/backup", body).statusCode() >= 400, "a file that is there was replaced");
        assertEquals(bytes, Files.size(file));
        assertEquals(422, post("/admin/backup", "{\"path\":\"copy.zip\"}").statusCode());
        assertEquals(422, post("/admin/backup", "{}").statusCode());
    }

    private String made(String name, String role) throws Exception {
        char[] password = PASSWORD.toCharArray();
        fixture.server()
                .control()
                .users()
                .createWithPassword(
                        new Operator("root", Role.ADMIN, "test"),
                        name,
                        Role.valueOf(role.toUpperCase(Locale.ROOT)),
                        password,
                        "a script");
        return as(name, PASSWORD);
    }

    private static String as(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aUserOfTheConsoleHasTheirOwnRoleAndName() throws Exception {
        open(ON);
        String viewer = made("vera", "viewer");
        String operator = made("otto", "operator");
        assertEquals(200, send(viewer, "/admin/sessions", "").statusCode());
        assertEquals(403, send(viewer, "/admin/drain", "{\"reason\":\"mine\"}").statusCode());
        assertEquals(
                200, send(operator, "/admin/drain", "{\"reason\":\"a script\"}").statusCode());
        assertEquals(
                200, send(operator, "/admin/undrain", "{\"reason\":\"over\"}").statusCode());
        assertEquals(403, send(operator, "/admin/users", "").statusCode());
        String audit = auditText();
        assertTrue(
                audit.contains("\"author\":\"otto\",\"role\":\"operator\",\"origin\":\"http 127.0.0.1\","
                        + "\"action\":\"server.drain\""),
                audit);
        assertEquals(
                1,
                audit.split(
                                        "\"author\":\"otto\",\"role\":\"operator\",\"origin\":\"http 127.0.0.1\",\"action\":\"signin.success\"",
                                        -1)
                                .length
                        - 1,
                "one sign-in for all that followed: " + audit);
    }

    @Test
    void aSignInEndsWithItsUserAndAWrongPasswordIsNone() throws Exception {
        open(ON);
        String otto = made("otto", "operator");
        assertEquals(200, send(otto, "/admin/sessions", "").statusCode());
        HttpResponse<String> wrong = send(as("otto", "not the password"), "/admin/sessions", "");
        assertEquals(401, wrong.statusCode());
        assertTrue(wrong.body().contains(ErrorCode.ADMIN_UNAUTHORIZED.code()), wrong.body());
        assertEquals(401, send("Basic !", "/admin/sessions", "").statusCode());
        assertEquals(401, send(as("nobody", ""), "/admin/sessions", "").statusCode());
        assertEquals(
                200,
                post("/admin/users/disable", "{\"name\":\"otto\",\"reason\":\"away\"}")
                        .statusCode());
        assertEquals(401, send(otto, "/admin/sessions", "").statusCode());
    }

    @Test
    void aOneTimePasswordOpensNothing() throws Exception {
        open(ON);
        String password = String.valueOf(
                json(post("/admin/users/create", "{\"name\":\"otto\",\"role\":\"admin\",\"reason\":\"r\"}"))
                        .get("one_time_password"));
        HttpResponse<String> answer = send(as("otto", password), "/admin/sessions", "");
        assertEquals(403, answer.statusCode());
        assertTrue(answer.body().contains("has to change the one-time password first"), answer.body());
    }
}
