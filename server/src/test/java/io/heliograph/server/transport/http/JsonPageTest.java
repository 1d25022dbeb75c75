package io.heliograph.server.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.heliograph.server.error.ErrorCode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A page with names behind it, as clients see it. */
final class JsonPageTest {
    private final HttpFixture http = new HttpFixture();

    @BeforeEach
    void open() throws IOException {
        http.pages.add(new JsonPage("/plain", () -> "{}"));
        http.pages.add(new JsonPage("/things", true, query -> switch (query.name()) {
            case "none" -> new JsonReply.Unknown();
            case "bad" -> new JsonReply.Invalid("path", "name", "must be good", "value");
            default ->
                new JsonReply.Page(
                        "\"" + query.name() + "|" + query.parameters().getOrDefault("a", "-") + "\"");
        }));
        http.open();
    }

    @AfterEach
    void close() {
        http.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/things, |-",
        "/things/x, x|-",
        "/things/x%20y, x y|-",
        "/things?a=1&a=2&b, |1",
        "/things/x?b=3&a=%41+b, x|A b",
        "/things?a=%25zz, |%zz",
        "/things?&&=&a=, |"
    })
    void aPageIsToldWhatIsAsked(String path, String answer) {
        HttpFixture.assertAnswer(200, "\"" + answer + "\"", http.get(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/things/", "/things/x/y", "/things/x/", "/thingsx", "/plain/x", "/things/none", "/things/x%2Fy"
            })
    void whatIsNotThereIsNotFound(String path) {
        HttpFixture.assertAnswer(404, "{\"detail\":\"Not Found\"}", http.get(path));
    }

    @Test
    void aQuestionWithoutSenseIsNotProcessed() {
        HttpFixture.assertAnswer(
                422,
                "{\"detail\":[{\"loc\":[\"path\",\"name\"],\"msg\":\"must be good\",\"type\":\"value\"}]}",
                http.get("/things/bad"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/things", "/things/x", "/things/bad"})
    void otherMethodsAreNotAllowed(String path) {
        for (String method : new String[] {"HEAD", "POST", "DELETE"}) {
            HttpResponse<String> response = http.call(method, path);
            assertEquals(405, response.statusCode(), method);
            assertEquals("GET", response.headers().firstValue("allow").orElse(""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/things", "/things/x", "/things/bad", "/things/none"})
    void gateAndTokenComeBeforeTheQuestion(String path) {
        http.environment.put("STT_OBSERVABILITY_TOKEN", "secret");
        assertEquals(401, http.get(path).statusCode());
        assertFalse(http.get(path, "Authorization", "Bearer secret").statusCode() == 401);
        http.gate.refusal = Optional.of(ErrorCode.HTTP_RATE_LIMITED);
        assertEquals(429, http.get(path, "Authorization", "Bearer secret").statusCode());
    }
}
