package io.heliograph.app.desk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running server's HTTP, asked with a token, or as a user. Thread-safe. */
public final class RemoteServer implements AutoCloseable {
    /** Environment variable of the token that makes an admin. */
    public static final String ADMIN_TOKEN = "STT_ADMIN_TOKEN";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ENABLED = 501;

    private final URI base;
    private final Credential credential;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /**
     * A server to be asked.
     *
     * @param base as in {@code http://127.0.0.1:8000}
     */
    RemoteServer(URI base, Credential credential) {
        this.base = base;
        this.credential = credential;
    }

    @Override
    public void close() {
        http.close();
    }

    /** What a path tells. */
    public JsonNode get(String path) throws ServerAnswerException, InterruptedException {
        return json(path, send(request(path).GET().build()));
    }

    /** What a path tells, as text. */
    public String text(String path) throws ServerAnswerException, InterruptedException {
        HttpResponse<String> answer = send(request(path).GET().build());
        require(path, answer);
        return answer.body();
    }

    /** What comes of a request with a JSON body. */
    public JsonNode post(String path, Object body) throws ServerAnswerException, InterruptedException {
        return post(path, body, PATIENCE);
    }

    /**
     * What comes of a request with a JSON body that may take long.
     *
     * @param patience how long it may take
     */
    public JsonNode post(String path, Object body, Duration patience)
            throws ServerAnswerException, InterruptedException {
        return json(
                path,
                send(request(path)
                        .timeout(patience)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body), UTF_8))
                        .build()));
    }

    /**
     * A path with a query behind it.
     *
     * @param parameters in this order; those without a value are left out
     */
    public static String path(String path, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .filter(parameter -> !parameter.getValue().isEmpty())
                .map(parameter -> parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? path : path + "?" + query;
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
        if (!credential.authorization().isEmpty()) {
            request.header("Authorization", credential.authorization());
        }
        return request;
    }

    private HttpResponse<String> send(HttpRequest request) throws ServerAnswerException, InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
        } catch (IOException e) {
            throw new ServerAnswerException("no server answers at " + base + " (" + reason(e) + ")");
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null || e.getMessage().isBlank() ? e.getClass().getSimpleName() : e.getMessage();
    }

    private JsonNode json(String path, HttpResponse<String> answer) throws ServerAnswerException {
        require(path, answer);
        try {
            return JSON.readTree(answer.body());
        } catch (JacksonException e) {
            throw new ServerAnswerException(base.resolve(path) + " answers something else than JSON");
        }
    }

    private void require(String path, HttpResponse<String> answer) throws ServerAnswerException {
        int status = answer.statusCode();
        if (status == OK) {
            return;
        }
        throw new ServerAnswerException(
                switch (status) {
                    case UNAUTHORIZED -> base + " " + credential.unauthorized() + reason(answer.body());
                    case NOT_ENABLED ->
                        base + " has its admin API switched off: start it with STT_ADMIN_ENABLED=1 and STT_ADMIN_TOKEN";
                    case NOT_FOUND -> notFound(path, answer.body());
                    default -> String.join("\n", words(answer));
                });
    }

    /** What stands behind the text that every such refusal has; empty without any. */
    private static String reason(String body) {
        String words = detail(body).path("message").asString("");
        int colon = words.indexOf(": ");
        return colon < 0 ? "" : words.substring(colon);
    }

    private String notFound(String path, String body) {
        String detail = detail(body).path("detail").asString("");
        return detail.isEmpty() || detail.equals("Not Found")
                ? base.resolve(path) + " does not exist: is this a Heliograph server, and new enough?"
                : detail;
    }

    /** What the body says is wrong, a line each. */
    private List<String> words(HttpResponse<String> answer) {
        JsonNode body = detail(answer.body());
        List<String> lines = new ArrayList<>();
        JsonNode detail = body.path("detail");
        if (detail.isArray()) {
            for (JsonNode problem : detail) {
                JsonNode location = problem.path("loc");
                String field = location.isEmpty()
                        ? ""
                        : location.get(location.size() - 1).asString();
                lines.add((field.equals("body") || field.isEmpty() ? "" : field + ": ")
                        + problem.path("msg").asString());
            }
        } else if (detail.isString()) {
            lines.add(detail.asString());
        } else if (body.path("status").asString("").equals("conflict")) {
            lines.addAll(conflict(body));
        } else if (body.has("code")) {
            lines.add(body.path("code").asString() + " " + body.path("message").asString());
        }
        return lines.isEmpty() ? List.of("the server answers with status " + answer.statusCode()) : lines;
    }

    private static List<String> conflict(JsonNode body) {
        List<String> lines = new ArrayList<>();
        lines.add("somebody else was quicker, and nothing was changed; version "
                + body.path("version").asLong() + " is in force now:");
        for (JsonNode version : body.path("meanwhile")) {
            lines.add("  version " + version.path("version").asLong() + " by "
                    + version.path("author").asString() + ": "
                    + version.path("reason").asString());
        }
        return lines;
    }

    private static JsonNode detail(String body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            return JSON.createObjectNode();
        }
    }
}
