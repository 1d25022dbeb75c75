package io.heliograph.server.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.decode.onnx.OnnxModel;
import io.heliograph.server.model.BuiltInModels;
import io.heliograph.server.model.ModelsFolder;
import io.heliograph.server.testing.FreePort;
import io.heliograph.server.testing.ScriptedModel;
import io.heliograph.server.testing.ServerFixture;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The four endpoints of contract §15.3 at a whole server. */
final class AdminModelsTest {
    private static final Map<String, String> ON = Map.of("STT_ADMIN_ENABLED", "1", "STT_ADMIN_TOKEN", "open sesame");
    private static final Path MODELS = ModelsFolder.standard();
    private static final String WEIGHTS =
            MODELS.resolve(BuiltInModels.MOONSHINE_TINY_EN).toString();

    /** What the server starts with. */
    private final ScriptedModel started = new ScriptedModel("default", audio -> " words");

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init")
    private ServerFixture fixture;

    private void open(Map<String, String> environment) throws Exception {
        Map<String, String> all = new HashMap<>(environment);
        all.put("HELIOGRAPH_MODELS", MODELS.toString());
        fixture = ServerFixture.start(
                started,
                folder,
                Map.of(
                        "server.metrics_port",
                        FreePort.find(),
                        "server.http_rate_limit_rps",
                        0,
                        "store.url",
                        "jdbc:h2:mem:admin-models",
                        "model_load_profiles",
                        Map.of(
                                "default", Map.of("model_size", "small", "pool_size", 1),
                                "nvidia_cuda", Map.of("device", "cuda", "compute_type", "float16", "pool_size", 1))),
                all);
    }

    @AfterEach
    void close() {
        client.close();
        fixture.close();
    }

    private HttpResponse<String> send(String method, String path, String token, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                                + fixture.server().httpPort().getAsInt() + path))
                        .timeout(Duration.ofSeconds(60))
                        .header("Authorization", token)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send("GET", path, "Bearer open sesame", "");
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send("POST", path, "Bearer open sesame", body);
    }

    private static Map<String, Object> json(HttpResponse<String> answer) {
        return new Yaml().load(answer.body());
    }

    private void assertRefused(int status, String code, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals(
                List.of("code", "message"),
                json(answer).keySet().stream().sorted().toList());
        assertEquals(code, json(answer).get("code"));
    }

    private Map<String, Object> over(String modelId) throws Exception {
        while (true) {
            Map<String, Object> job = json(get("/admin/load_model_status?model_id=" + modelId));
            if (!List.of("queued", "running").contains(job.get("status"))) {
                return job;
            }
        }
    }

    private @Nullable Object models() throws Exception {
        return json(get("/admin/list_models")).get("models");
    }

    private String health() throws Exception {
        return get("/health").body();
    }

    @Test
    void theGuardComesBeforeTheBody() throws Exception {
        open(Map.of());
        assertRefused(501, "ERR4001", post("/admin/load_model", "no json"));
        assertRefused(501, "ERR4001", get("/admin/list_models"));
        fixture.close();
        open(ON);
        assertRefused(401, "ERR4004", send("POST", "/admin/load_model", "Bearer wrong", "no json"));
        assertRefused(401, "ERR4004", send("POST", "/admin/unload_model", "", ""));
        assertRefused(401, "ERR4004", send("GET", "/admin/load_model_status", "", ""));
        assertEquals(422, post("/admin/load_model", "no json").statusCode());
        assertEquals(405, get("/admin/load_model").statusCode());
        assertEquals(405, post("/admin/list_models", "{}").statusCode());
        assertEquals(List.of("default"), models());
    }

    @Test
    void whatIsWrongWithARequestIsSaidFieldByField() throws Exception {
        open(ON);
        for (String body : List.of("[]", "{}", "{\"model_id\":7}", "{\"model_id\":\"a b\"}", "{\"model_id\":\"\"}")) {
            HttpResponse<String> answer = post("/admin/load_model", body);
            assertEquals(422, answer.statusCode(), body);
            assertTrue(answer.body().startsWith("{\"detail\":[{\"loc\":[\"body\""), answer.body());
        }
        assertTrue(post("/admin/load_model", "{\"model_id\":\"a b\"}").body().contains("[\"body\",\"model_id\"]"));
        assertEquals(
                422,
                post("/admin/load_model", "{\"model_id\":\"m\",\"device\":[\"cpu\"]}")
                        .statusCode());
        assertEquals(422, get("/admin/load_model_status").statusCode());
        assertEquals(422, post("/admin/unload_model", "").statusCode());
        for (String seconds : List.of("x", "-1", "NaN", "Infinity", "3601")) {
            assertEquals(
                    422,
                    post("/admin/unload_model?model_id=default&drain_timeout_sec=" + seconds, "")
                            .statusCode(),
                    seconds);
        }
        assertEquals(List.of("default"), models());
    }

    @Test
    void aModelIsLoadedListedAndUnloadedAndHealthFollows() throws Exception {
        open(ON);
        int open = OnnxModel.openCount();
        assertTrue(health().contains("\"model_count\":1"), health());
        int workers = Integer.parseInt(health().replaceFirst(".*\"model_worker_total\":(\\d+).*", "$1"));
        HttpResponse<String> answer =
                post("/admin/load_model", "{\"model_id\":\"second\",\"extra\":1,\"reason\":\"a second voice\"}");
        assertEquals(200, answer.statusCode(), answer.body());
        Map<String, Object> first = json(answer);
        assertEquals(
                List.of("job", "message", "status"),
                first.keySet().stream().sorted().toList());
        assertEquals("loading_started", first.get("status"));
        assertTrue(String.valueOf(first.get("job")).contains("model_id=second"), first.toString());

        Map<String, Object> job = over("second");
        assertEquals("success", job.get("status"), job.toString());
        assertTrue(job.get("started_at") instanceof Double && job.get("finished_at") instanceof Double);
        assertTrue(job.containsKey("duration_sec") && !job.containsKey("error"), job.toString());
        assertEquals(List.of("default", "second"), models());
        assertTrue(health().contains("\"model_count\":2,\"model_worker_total\":" + (workers + 1)), health());
        assertEquals(open + 2, OnnxModel.openCount());
        assertRefused(409, "ERR4002", post("/admin/load_model", "{\"model_id\":\"second\"}"));
        assertTrue(post("/admin/load_model", "{\"model_id\":\"second\"}").body().contains("second"));

        HttpResponse<String> gone = post("/admin/unload_model?model_id=second&drain_timeout_sec=30", "");
        assertEquals(200, gone.statusCode(), gone.body());
        assertEquals(Map.of("status", "unloaded", "model_id", "second"), json(gone));
        assertEquals(open, OnnxModel.openCount());
        assertTrue(health().contains("\"model_count\":1,\"model_worker_total\":" + workers), health());
        String audit = get("/admin/audit?action=model.load").body();
        assertTrue(audit.contains("a second voice") && audit.contains("model_size: small"), audit);
        assertTrue(get("/admin/audit?action=model.unload").body().contains("\"author\":\"admin-token\""));
    }

    @Test
    void theLastModelStaysAndTheDefaultMayGo() throws Exception {
        open(ON);
        assertRefused(400, "ERR4003", post("/admin/unload_model?model_id=default", ""));
        assertRefused(400, "ERR4003", post("/admin/unload_model?model_id=none", ""));
        post("/admin/load_model", "{\"model_id\":\"second\"}");
        assertEquals("success", over("second").get("status"));
        assertEquals(200, post("/admin/unload_model?model_id=default", "").statusCode());
        assertEquals(List.of("second"), models());
        assertRefused(400, "ERR4003", post("/admin/unload_model?model_id=second", ""));
        assertTrue(get("/system").body().contains("\"model_size\":\"moonshine-tiny-en\""));
    }

    @Test
    void whatThisServerHasNotShowsInTheJobAlone() throws Exception {
        open(ON);
        HttpResponse<String> answer =
                post("/admin/load_model", "{\"model_id\":\"m\",\"profile_id\":\"nvidia_cuda\",\"device\":\"cpu\"}");
        assertEquals(200, answer.statusCode());
        Map<String, Object> job = over("m");
        assertEquals("failed", job.get("status"));
        assertTrue(String.valueOf(job.get("error")).contains("no device cuda"), job.toString());
        post("/admin/load_model", "{\"model_id\":\"n\",\"model_size\":\"large-v3\"}");
        assertTrue(String.valueOf(over("n").get("error")).contains("no model large-v3"));
        assertEquals(List.of("default"), models());
        assertTrue(get("/admin/audit?action=model.load").body().contains("\"success\":false"));
        assertEquals(
                Map.of("status", "unknown", "model_id", "default"),
                json(get("/admin/load_model_status?model_id=default")));
        assertRefused(400, "ERR4009", post("/admin/load_model", "{\"model_id\":\"m\",\"profile_id\":\"huge\"}"));
    }

    @Test
    void aFolderIsTakenOnlyFromWhereItIsAllowed() throws Exception {
        open(ON);
        String body = "{\"model_id\":\"m\",\"model_path\":\"" + WEIGHTS + "\"}";
        assertRefused(403, "ERR4005", post("/admin/load_model", body));
        fixture.close();
        Map<String, String> environment = new HashMap<>(ON);
        environment.put("STT_ADMIN_ALLOW_MODEL_PATH", "1");
        environment.put("STT_ADMIN_MODEL_PATH_ALLOWLIST", folder.toString());
        open(environment);
        assertRefused(403, "ERR4005", post("/admin/load_model", body));
        assertNull(json(get("/admin/load_model_status?model_id=m")).get("job"));
        fixture.close();
        environment.put("STT_ADMIN_MODEL_PATH_ALLOWLIST", folder + ", " + MODELS);
        open(environment);
        assertEquals(200, post("/admin/load_model", body).statusCode());
        assertEquals("success", over("m").get("status"));
        post("/admin/load_model", body.replace("\"m\"", "\"n\"").replace(WEIGHTS, folder.toString()));
        assertTrue(String.valueOf(over("n").get("error")).contains("holds no model"));
        assertFalse(health().contains("\"status\":\"error\""));
    }
}
