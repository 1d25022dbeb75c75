package io.heliograph.server.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** /health in its modes, and the probes. */
final class HttpHealthTest {
    private final HttpFixture http = new HttpFixture();

    @BeforeEach
    void open() throws IOException {
        http.open();
    }

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void defaultModeTellsEverything() {
        HttpFixture.assertAnswer(200, HttpFixture.DETAILS, http.get("/health"));
    }

    @Test
    void defaultModeAnswersFiveHundredWhenUnhealthy() {
        http.source.workerShutdown = 1;
        HttpResponse<String> response = http.get("/health");
        assertEquals(500, response.statusCode());
        Map<String, Object> body = new Yaml().load(response.body());
        assertEquals("error", body.get("status"));
        assertEquals(false, body.get("model_pool_healthy"));
        assertEquals(true, body.get("grpc_running"));
    }

    @ParameterizedTest
    @CsvSource({
        "STT_PUBLIC_HEALTH, 1",
        "STT_PUBLIC_HEALTH, TRUE",
        "STT_PUBLIC_HEALTH, minimal",
        "STT_HEALTH_DETAIL_MODE, token",
        "STT_HEALTH_DETAIL_MODE, on"
    })
    void minimalModeTellsTheStatusOnlyAndAnswersFiveHundredThree(String variable, String value) {
        http.environment.put(variable, value);
        HttpFixture.assertAnswer(200, HttpFixture.OK, http.get("/health"));
        http.source.draining = true;
        HttpFixture.assertAnswer(503, HttpFixture.ERROR, http.get("/health"));
    }

    @ParameterizedTest
    @CsvSource({"STT_PUBLIC_HEALTH, token", "STT_PUBLIC_HEALTH, 0", "STT_HEALTH_DETAIL_MODE, minimal"})
    void otherValuesLeaveTheDefault(String variable, String value) {
        http.environment.put(variable, value);
        HttpFixture.assertAnswer(200, HttpFixture.DETAILS, http.get("/health"));
    }

    @Test
    void minimalModeShowsDetailsToTheHolderOfTheToken() {
        http.environment.put("STT_PUBLIC_HEALTH", "on");
        http.environment.put("STT_OBSERVABILITY_TOKEN", "secret");
        HttpFixture.assertAnswer(200, HttpFixture.DETAILS, http.get("/health", "Authorization", "  bEARer   secret "));
        HttpFixture.assertAnswer(200, HttpFixture.OK, http.get("/health", "Authorization", "Bearer secre"));
        HttpFixture.assertAnswer(200, HttpFixture.OK, http.get("/health"));
    }

    @Test
    void minimalModeShowsDetailsToNobodyWithoutAToken() {
        http.environment.put("STT_PUBLIC_HEALTH", "on");
        HttpFixture.assertAnswer(200, HttpFixture.OK, http.get("/health", "Authorization", "Bearer "));
        http.environment.put("STT_OBSERVABILITY_TOKEN", " ");
        HttpFixture.assertAnswer(200, HttpFixture.OK, http.get("/health", "Authorization", "Bearer "));
    }

    @Test
    void theEnvironmentIsReadPerRequest() {
        HttpFixture.assertAnswer(200, HttpFixture.DETAILS, http.get("/health"));
        http.environment.put("STT_PUBLIC_HEALTH", "yes");
        HttpFixture.assertAnswer(200, HttpFixture.OK, http.get("/health"));
        http.environment.remove("STT_PUBLIC_HEALTH");
        HttpFixture.assertAnswer(200, HttpFixture.DETAILS, http.get("/health"));
    }

    @Test
    void probesTellAliveAndReady() {
        HttpFixture.assertAnswer(200, HttpFixture.OK, http.get("/livez"));
        HttpFixture.assertAnswer(200, HttpFixture.OK, http.get("/readyz"));
        http.source.admitting = false;
        HttpFixture.assertAnswer(200, HttpFixture.OK, http.get("/livez"));
        HttpFixture.assertAnswer(503, HttpFixture.ERROR, http.get("/readyz"));
    }
}
